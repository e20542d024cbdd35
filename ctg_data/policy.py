"""Who may do what: the single question asked before every read and write."""

from ctg_data.errors import ActionRefusee

ACTIONS = (
    "lire_publie",
    "lire_prive",
    "importer",
    "publier",
    "auditer",
    "exporter",
    "lire_saisie",
    "ecrire_saisie",
    "caviarder",
    "sauvegarder",
    "restaurer",
)


def allows(acteur: str, action: str, objet: str) -> bool:
    """Whether ``acteur`` may do ``action`` on ``objet``; the local user may do everything.

    Raises ValueError on an action that does not exist, so that a typo never grants anything.
    """
    if action not in ACTIONS:
        raise ValueError(f"unknown action {action!r}")
    return bool(acteur)


def require(acteur: str, action: str, objet: str) -> None:
    """Raise ActionRefusee unless the policy allows it."""
    if not allows(acteur, action, objet):
        raise ActionRefusee(f"L'action « {action} » sur « {objet} » n'est pas permise : identifiez-vous d'abord.")
