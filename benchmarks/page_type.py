"""A typical Streamlit page: six metrics, three figures, a table; the measure of a server's time, not of this product."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.title("Page type")
for rang, colonne in enumerate(st.columns(6)):
    colonne.metric(f"Mesure {rang}", 1000 + rang, rang - 2)
x = list(range(60))
for rang in range(3):
    st.plotly_chart(go.Figure([go.Scatter(x=x, y=[(v * (rang + 2)) % 17 for v in x], name=f"s{n}") for n in range(3)]), key=f"f{rang}")
st.dataframe(pd.DataFrame({"code": [f"{i:05d}" for i in range(200)], "valeur": [i * 1.5 for i in range(200)]}), hide_index=True)
