#!/bin/sh
# Installe l'application sans connexion. Usage : sh installer.sh [DOSSIER]   (par défaut : ~/ctg-data)
set -eu
ici=$(cd "$(dirname "$0")" && pwd)
dossier=${1:-"$HOME/ctg-data"}

[ "$(uname -s)-$(uname -m)" = "Linux-x86_64" ] || {
  echo "Cette archive s'installe sous Linux 64 bits (x86_64) ou Windows 64 bits. Ce poste est : $(uname -s) $(uname -m)." >&2
  exit 1
}

python=""
for candidat in ${PYTHON:-} python3 @liste@; do
  case $candidat in [0-9]*) candidat=python$candidat ;; esac
  command -v "$candidat" >/dev/null 2>&1 || continue
  version=$("$candidat" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  case " @liste@ " in *" $version "*) python=$candidat; break ;; esac
done
[ -n "$python" ] || {
  echo "Il faut Python @pythons@ (une de ces versions) : installez-le, puis recommencez. PYTHON=/chemin/de/python sh installer.sh en désigne un." >&2
  exit 1
}
"$python" -c 'import ensurepip' 2>/dev/null || {
  echo "Le module venv de Python manque. Sous Debian ou Ubuntu : installez le paquet python3-venv, puis recommencez." >&2
  exit 1
}
if [ -e "$dossier" ] && [ ! -f "$dossier/app.py" ] && [ -n "$(ls -A "$dossier")" ]; then
  echo "« $dossier » contient déjà autre chose. Donnez un autre dossier : sh installer.sh AUTRE_DOSSIER" >&2
  exit 1
fi

# Une mise à jour remplace le logiciel ; data/store (vos données et ce que vous avez écrit) reste.
mkdir -p "$dossier"
for ancien in ctg_data pages data/reference data/demo .venv; do rm -rf "${dossier:?}/$ancien"; done
cp -R "$ici/projet/." "$dossier/"
echo "Installation dans « $dossier » avec Python $version : quelques minutes, sans connexion…"
"$python" -m venv "$dossier/.venv"
PIP_CONFIG_FILE=/dev/null "$dossier/.venv/bin/python" -m pip --isolated --disable-pip-version-check install \
  --no-index --find-links "$ici/roues" -r "$dossier/requirements.txt"
(cd "$dossier" && .venv/bin/python -m ctg_data --help >/dev/null)

cat > "$dossier/lancer.sh" <<'FIN'
#!/bin/sh
cd "$(dirname "$0")" && exec .venv/bin/python -m streamlit run app.py "$@"
FIN
chmod +x "$dossier/lancer.sh"
echo "C'est fait. Pour lancer l'application : « $dossier/lancer.sh », puis http://127.0.0.1:8501 dans un navigateur."
