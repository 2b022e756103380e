@echo off
rem SPDX-License-Identifier: Apache-2.0
rem The Windows twin of ./dev: demo, test, check, simulate, bench, or any mentordesk command.
setlocal enableextensions
set "here=%~dp0"
if "%here:~-1%"=="\" set "here=%here:~0,-1%"
set "venv=%here%\.venv"
set "python=%venv%\Scripts\python.exe"
set "lock=%here%\requirements.lock"
set "stamp=%venv%\installed.lock"

if "%~1"=="" goto usage
if "%~1"=="help" goto usage
if "%~1"=="--help" goto usage

if exist "%python%" goto packages
set "base="
for %%P in ("py -3" "python" "python3") do if not defined base (
    %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "base=%%~P"
)
if not defined base (
    echo dev: needs Python 3.11 or newer, 64-bit 1>&2
    exit /b 1
)
echo dev: making .venv 1>&2
%base% -m venv "%venv%" || exit /b 1

:packages
fc /b "%lock%" "%stamp%" >nul 2>nul
if not errorlevel 1 goto path
echo dev: installing what requirements.lock names 1>&2
"%python%" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r "%lock%" || exit /b 1
copy /y "%lock%" "%stamp%" >nul

:path
>"%venv%\Lib\site-packages\mentordesk.pth" echo %here%
for %%T in ("%here%\mentordesk\resources\translations\*.ts") do (
    "%venv%\Scripts\pyside6-lrelease.exe" -silent "%%~T" -qm "%%~dpnT.qm"
)

if "%~1"=="test" goto test
if "%~1"=="check" goto check
if "%~1"=="bench" goto bench
if "%~1"=="simulate" goto simulate
if "%~1"=="editors" goto editors
if "%~1"=="week" goto player
if "%~1"=="shots" goto player
if "%~1"=="trace" goto player
"%python%" -P -m mentordesk %*
exit /b %errorlevel%

:test
pushd "%here%"
call :rest %*
if "%~2"=="--real" set "others=-m "real or not real" %others:*--real=%"
"%python%" -P -m pytest %others%
set "code=%errorlevel%"
popd
exit /b %code%

:check
pushd "%here%"
call :rest %*
"%python%" -P -m tools.check %others%
set "code=%errorlevel%"
popd
exit /b %code%

:bench
call :rest %*
"%python%" -P -m tests.bench %others%
exit /b %errorlevel%

:simulate
call :rest %*
set "PYTHONHASHSEED=0"
"%python%" -P -m tests.simulator %others%
exit /b %errorlevel%

:editors
call :rest %*
"%python%" -P -m tests.simulator.editors %others%
exit /b %errorlevel%

:player
call :rest %*
"%python%" -P -m tests.bench.%~1 %others%
exit /b %errorlevel%

rem Everything after the first word, as it was typed.
:rest
set "others="
:rest_next
shift
if [%1]==[] exit /b 0
set "others=%others% %1"
goto rest_next

:usage
echo usage: dev COMMAND ...
echo   demo [--headless --once --out DIR]  two people, a server, a term of work
echo   test [--real] [PYTEST ARGUMENTS]    the tests
echo   check                               style, types, import rules, translations, lock, house rules
echo   simulate [--seeds N] [--seed K]     people, computers, a server and every fault, from a seed
echo   editors [--seeds N] [--seed K]      two or three people in one document, whatever they do, from a seed
echo   bench, week, shots ...              measurements; the recorded week; pictures of every page
echo   trace FILE [--json F]               a recorded editing session, replayed letter by letter
echo   serve, programme, doctor, window    the same as mentordesk COMMAND
exit /b 0
