"""Texts of data quality."""

LECTURE = "Examen des communes : {nom}"
LECTURE_NIVEAU = {
    "epci": "Examen des EPCI",
    "departement": "Examen des départements",
    "region": "Examen des régions",
    "france": "Examen des chiffres nationaux",
}
AUTRES_ANNEES = "{phrase} Même alerte : {annees}."
