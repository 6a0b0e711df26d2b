#!/usr/bin/env pwsh
# Runs the build: ./build.ps1 TARGET --option value. Compiles build/ only when its inputs changed.
# The same as build.sh, for Windows PowerShell 5.1 and PowerShell 7.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$Root = $PSScriptRoot
$Temp = Join-Path $Root '.nuke/temp'
$State = Join-Path $Temp 'build-inputs'
$Program = Join-Path $Root 'build/bin/Release/net10.0/_build.dll'
$CompiledAhead = Join-Path $Temp 'compiled-ahead'

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:NUKE_TELEMETRY_OPTOUT = '1'
$env:DOTNET_SKIP_FIRST_TIME_EXPERIENCE = '1'
# also where a build of another folder has started this one
$env:NUKE_ROOT = $Root

function Stop-WithMessage([string[]] $Lines) {
    foreach ($Line in $Lines) { [Console]::Error.WriteLine($Line) }
    exit 255
}

# The SDK that global.json asks for: the one on PATH, or the one in the places where its installers put it.
function Find-Sdk {
    $Name = if ($env:OS -eq 'Windows_NT') { 'dotnet.exe' } else { 'dotnet' }
    $Candidates = @()
    $OnPath = Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if ($OnPath) { $Candidates += $OnPath.Source }
    foreach ($Place in @($env:DOTNET_ROOT, $env:ProgramFiles, $HOME)) {
        if (-not $Place) { continue }
        foreach ($Below in @('', 'dotnet', '.dotnet')) { $Candidates += Join-Path (Join-Path $Place $Below) $Name }
    }
    Push-Location $Root
    try {
        foreach ($Candidate in $Candidates) {
            if (-not (Test-Path -PathType Leaf $Candidate)) { continue }
            # without a matching SDK this command fails and lists what there is
            $ErrorActionPreference = 'Continue'
            & $Candidate --version *> $null
            $Found = $LASTEXITCODE -eq 0
            $ErrorActionPreference = 'Stop'
            if ($Found) { return $Candidate }
        }
    }
    finally { Pop-Location }
    $Version = (Get-Content -Raw (Join-Path $Root 'global.json') | ConvertFrom-Json).sdk.version -replace '^(\d+\.\d+).*', '$1'
    Stop-WithMessage @(
        ".NET SDK $Version is missing; the build is written in C#. Install it, then run the same command again:",
        "  Windows     winget install Microsoft.DotNet.SDK.$($Version -replace '\..*')",
        "  macOS       brew install dotnet-sdk",
        "  anywhere    https://dotnet.microsoft.com/download/dotnet/$Version")
}

function Get-InputFile {
    $Pending = New-Object System.Collections.Generic.Stack[string]
    foreach ($Folder in @('build', 'deploy/Model', 'deploy/Manifests')) { $Pending.Push((Join-Path $Root $Folder)) }
    while ($Pending.Count -gt 0) {
        $Folder = New-Object System.IO.DirectoryInfo $Pending.Pop()
        if (-not $Folder.Exists) { continue }
        foreach ($Below in $Folder.GetDirectories()) {
            if (@('bin', 'obj', 'TestResults') -notcontains $Below.Name) { $Pending.Push($Below.FullName) }
        }
        $Folder.GetFiles()
    }
    (New-Object System.IO.DirectoryInfo $Root).GetFiles() |
        Where-Object { $_.Name -like 'Directory.*' -or @('global.json', '.editorconfig', 'nuget.config') -contains $_.Name }
}

# What the file system says about the inputs: cheap, asked on every run. Without lock files: the compile may write them.
function Get-StatKey([string] $Packages) {
    $Lines = Get-InputFile | Where-Object { $_.Name -ne 'packages.lock.json' } | ForEach-Object { '{0} {1} {2}' -f $_.FullName, $_.Length, $_.LastWriteTimeUtc.Ticks }
    (@("packages $Packages") + @($Lines | Sort-Object)) -join "`n"
}

# Nuke's own packages where the configured NuGet source has them, else the stand-in of build/StandIns; asked once.
function Select-Package([string] $DotNet) {
    $Decision = Join-Path $Temp 'delivery-packages'
    $Packages = if ($env:DELIVERY_PACKAGES) { $env:DELIVERY_PACKAGES }
    elseif (Test-Path $Decision) { (Get-Content -Raw $Decision).Trim() }
    else { '' }
    if (-not $Packages) {
        $Probe = Join-Path $Temp 'package-probe'
        New-Item -ItemType Directory -Force $Probe | Out-Null
        $Project = '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework>' +
            '<ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>' +
            '<RestorePackagesWithLockFile>false</RestorePackagesWithLockFile></PropertyGroup>' +
            '<ItemGroup><PackageReference Include="Nuke.Components" Version="10.1.0" /></ItemGroup></Project>'
        [IO.File]::WriteAllText((Join-Path $Probe 'probe.csproj'), $Project)
        $Restore = Start-Process $DotNet -ArgumentList 'restore', 'probe.csproj', '-v', 'q' -WorkingDirectory $Probe -PassThru -NoNewWindow `
            -RedirectStandardOutput (Join-Path $Probe 'log.txt') -RedirectStandardError (Join-Path $Probe 'errors.txt')
        # the handle must be asked for once, or the exit code is not kept
        $null = $Restore.Handle
        $Packages = 'bundled'
        if (-not $Restore.WaitForExit(60000)) { $Restore.Kill() }
        elseif ($Restore.ExitCode -eq 0) { $Packages = 'registry' }
    }
    if (@('registry', 'bundled') -notcontains $Packages) {
        Stop-WithMessage "DELIVERY_PACKAGES is '$Packages'. Accepted: registry, bundled."
    }
    [IO.File]::WriteAllText($Decision, "$Packages`n")
    return $Packages
}

function Invoke-Compile([string] $DotNet, [string] $Packages) {
    Push-Location $Root
    try {
        $Output = & $DotNet build build/_build.csproj -c Release -v q -nologo -clp:NoSummary -nodeReuse:false "-p:DeliveryPackages=$Packages"
        $Status = $LASTEXITCODE
    }
    finally { Pop-Location }
    if ($Status -ne 0) { Stop-WithMessage (@($Output) + 'build/ does not compile; the errors are above.') }
}

# To machine code, where NuGet has the compiler for that; without it every run compiles what it uses, and takes a second longer.
function Invoke-CompileAhead([string] $DotNet) {
    Remove-Item $CompiledAhead -ErrorAction SilentlyContinue
    & $DotNet build (Join-Path $Root 'build/Ahead') -t:Ahead "-p:CompiledAhead=$CompiledAhead" -v q -nologo -nodeReuse:false | Out-File (Join-Path $Temp 'compile-ahead.log')
    if ($LASTEXITCODE -eq 0) {
        $Command = Get-AheadCommand
        & $DotNet @Command --help | Out-Null
    }
    if ($LASTEXITCODE -ne 0) { Remove-Item $CompiledAhead -ErrorAction SilentlyContinue }
}

# The program in machine code, to be run by the framework that it was compiled for.
function Get-AheadCommand {
    $Framework = Split-Path -Leaf ([IO.File]::ReadAllText($CompiledAhead).Trim())
    return @('exec', '--fx-version', $Framework, (Join-Path $Root "build/bin/ahead/$Framework/_build.dll"))
}

# False where the framework that the build was compiled to machine code for was replaced by a newer one.
function Test-Framework {
    return -not (Test-Path $CompiledAhead) -or (Test-Path ([IO.File]::ReadAllText($CompiledAhead).Trim()))
}

New-Item -ItemType Directory -Force $Temp | Out-Null
$DotNet = Find-Sdk
$Lock = $null
$Said = $false
try {
    while (-not $Lock) {
        try { $Lock = [IO.File]::Open((Join-Path $Temp 'compile.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [System.IO.IOException] {
            if (-not $Said) { [Console]::Error.WriteLine('Another run compiles the build; waiting for it.') }
            $Said = $true
            Start-Sleep -Milliseconds 200
        }
    }
    $Packages = Select-Package $DotNet
    $Before = Get-StatKey $Packages
    if (-not (Test-Path $Program) -or -not (Test-Path "$State.ps1") -or [IO.File]::ReadAllText("$State.ps1") -ne $Before) {
        Remove-Item "$State.ps1", $CompiledAhead -ErrorAction SilentlyContinue
        Invoke-Compile $DotNet $Packages
        Invoke-CompileAhead $DotNet
        [IO.File]::WriteAllText("$State.ps1", $Before)
    }
    elseif (-not (Test-Framework)) { Invoke-CompileAhead $DotNet }
}
finally { if ($Lock) { $Lock.Dispose() } }

$Command = @($Program)
if (Test-Path $CompiledAhead) { $Command = Get-AheadCommand }
& $DotNet @Command @args
exit $LASTEXITCODE
