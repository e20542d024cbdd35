"""Facts of commune history that the yearly lists do not hold.

A commune that leaves the list is normally found later as a commune déléguée or associée of its successor.  The ones
below are not.  Source: Insee, code officiel géographique, mouvements de communes (public facts, Licence Ouverte 2.0).
"""

SUCCESSEURS = {
    "02311": "02589",
    "08300": "08439",
    "16238": "16023",
    "18131": "18173",
    "19092": "19143",
    "25134": "25185",
    "25297": "25364",
    "25628": "25375",
    "26371": "26289",
    "27058": "27676",  # Les Trois Lacs: the chef-lieu moved in 2020 and back in 2023
    "42072": "42217",
    "45287": "45307",
    "71131": "71566",
    "72287": "72155",
    "95282": "95169",
}
