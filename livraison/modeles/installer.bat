@echo off
rem Installe l'application sans connexion. Usage : installer.bat [DOSSIER]   (par défaut : %LOCALAPPDATA%\ctg-data)
chcp 65001 >nul
setlocal
set "ici=%~dp0"
set "dossier=%~1"
if "%dossier%"=="" set "dossier=%LOCALAPPDATA%\ctg-data"

set "python="
for %%v in (@liste@) do (
  py -%%v -c "import sys; sys.exit(sys.maxsize < 2**32)" >nul 2>&1 && set "python=py -%%v"
)
if "%python%"=="" (
  echo Il faut Python 64 bits, version @pythons@ : installez-le depuis python.org avec le lanceur « py », puis recommencez.
  exit /b 1
)
if exist "%dossier%\" if not exist "%dossier%\app.py" (
  dir /b /a "%dossier%" | findstr "." >nul && (
    echo « %dossier% » contient déjà autre chose. Donnez un autre dossier : installer.bat AUTRE_DOSSIER
    exit /b 1
  )
)

rem Une mise à jour remplace le logiciel ; data\store (vos données et ce que vous avez écrit) reste.
for %%d in (ctg_data pages data\reference data\demo .venv) do if exist "%dossier%\%%d" rmdir /s /q "%dossier%\%%d"
xcopy "%ici%projet" "%dossier%" /e /i /q /y >nul || exit /b 1
echo Installation dans « %dossier% » avec %python% : quelques minutes, sans connexion...
%python% -m venv "%dossier%\.venv" || exit /b 1
set "PIP_CONFIG_FILE=nul"
"%dossier%\.venv\Scripts\python" -m pip --isolated --disable-pip-version-check install --no-index --find-links "%ici%roues" -r "%dossier%\requirements.txt" || exit /b 1
pushd "%dossier%"
.venv\Scripts\python -m ctg_data --help >nul || exit /b 1
popd

> "%dossier%\lancer.bat" echo @cd /d "%%~dp0" ^&^& .venv\Scripts\python -m streamlit run app.py %%*
echo C'est fait. Pour lancer l'application : « %dossier%\lancer.bat », puis http://127.0.0.1:8501 dans un navigateur.
endlocal
