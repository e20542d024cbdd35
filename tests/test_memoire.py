"""Arrays kept compressed come back as they were."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ctg_data import memoire
from ctg_data.indicators import cubes
from ctg_data.indicators.cubes import CHAMPS, CubeSerre


@given(hnp.arrays(st.sampled_from(["float64", "int8", "bool", "uint32"]), hnp.array_shapes(min_dims=1, max_dims=3, min_side=0)))
def test_an_array_comes_back(tableau: np.ndarray):
    lu = memoire.deplie(memoire.comprime(tableau), tableau.dtype).reshape(tableau.shape)
    np.testing.assert_array_equal(lu, tableau)
    assert lu.flags.writeable


@pytest.mark.parametrize("forme", [(3, 4), (0, 4), (1, 1)])
def test_a_cube_comes_back(forme: tuple[int, int]):
    cube = cubes.absent(forme, (2023, 2024))
    cube.valeur[:], cube.rang[:], cube.sources[:] = 7.5, cubes.R_OK, 5
    lu = CubeSerre.de(cube).cube()
    assert lu.annees == (2023, 2024)
    for champ in CHAMPS:
        np.testing.assert_array_equal(getattr(lu, champ), getattr(cube, champ))
        assert getattr(lu, champ).dtype == getattr(cube, champ).dtype
