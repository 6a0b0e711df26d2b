@echo off
rem Runs the build from a Windows prompt: build.cmd TARGET --option value
where pwsh >nul 2>nul
if %errorlevel% equ 0 (pwsh -NoProfile -ExecutionPolicy Bypass -File "%~dp0build.ps1" %*) else (powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0build.ps1" %*)
exit /b %errorlevel%
