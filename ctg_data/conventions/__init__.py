"""CTG from what people write to what pages show: read a dossier, change it under the rules, all in one transaction."""
