# What makes a box of a Windows that has just been set up: drivers, agent, SSH, the scripts of its first boots; then sysprep, which
# switches it off. Run once by Autounattend.xml, from the disc that also holds the rest. The serial line tells the host how far it is.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Set-StrictMode -Version 3.0

$line = New-Object System.IO.Ports.SerialPort -ArgumentList 'COM1', 115200
$line.Open()
function Write-Step([int]$percent, [string]$what) { $line.WriteLine("vmm-bake $percent $what") }

trap {
  $line.WriteLine('vmm-bake error ' + ($_.Exception.Message -replace '[\r\n]+', ' '))
  # Whatever it is, nobody sits here: the host is told, and takes it from there.
  & "$env:SystemRoot\System32\shutdown.exe" /s /t 0 /f
  exit 1
}

function Invoke-Program([string]$program, [string[]]$words) {
  $process = Start-Process -FilePath $program -ArgumentList $words -Wait -PassThru
  # 3010: done, and to be booted anew; that comes anyway.
  if ($process.ExitCode -ne 0 -and $process.ExitCode -ne 3010) { throw "$program ended with $($process.ExitCode)." }
}

$msiexec = "$env:SystemRoot\System32\msiexec.exe"
$drives = [System.IO.DriveInfo]::GetDrives() | Where-Object { $_.IsReady } | ForEach-Object { $_.Name }

Write-Step 55 'Installing the virtio drivers'
$drivers = $drives | ForEach-Object { Join-Path $_ 'virtio-win-gt-x64.msi' } | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
if (-not $drivers) { throw 'virtio-win-gt-x64.msi is on none of the discs.' }
Invoke-Program $msiexec @('/i', "`"$drivers`"", '/qn', '/norestart')

Write-Step 62 'Installing the guest agent'
$agent = $drives | ForEach-Object { Join-Path $_ 'guest-agent\qemu-ga-x86_64.msi' } | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
if (-not $agent) { throw 'guest-agent\qemu-ga-x86_64.msi is on none of the discs.' }
Invoke-Program $msiexec @('/i', "`"$agent`"", '/qn', '/norestart')
Set-Service -Name 'QEMU-GA' -StartupType Automatic

Write-Step 68 'Installing OpenSSH'
$openssh = Join-Path $PSScriptRoot 'openssh.msi'
if (-not (Get-Service -Name 'sshd' -ErrorAction SilentlyContinue)) {
  if (Test-Path -LiteralPath $openssh) { Invoke-Program $msiexec @('/i', "`"$openssh`"", '/qn', '/norestart') }
  # From Windows Update: the host lets it out for that.
  else { Add-WindowsCapability -Online -Name 'OpenSSH.Server~~~~0.0.1.0' | Out-Null }
}
# Started by the first boot of each machine, when it has a key of its own.
Stop-Service -Name 'sshd' -Force -ErrorAction SilentlyContinue
Set-Service -Name 'sshd' -StartupType Manual
New-Item -Path 'HKLM:\SOFTWARE\OpenSSH' -Force | Out-Null
Set-ItemProperty -Path 'HKLM:\SOFTWARE\OpenSSH' -Name DefaultShell -Value "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
if (-not (Get-NetFirewallRule -Name 'vmm-ssh' -ErrorAction SilentlyContinue)) {
  New-NetFirewallRule -Name 'vmm-ssh' -DisplayName 'SSH' -Direction Inbound -Protocol TCP -LocalPort 22 -Action Allow | Out-Null
}

Write-Step 78 'Laying down what it does at its boots'
$folder = Join-Path $env:ProgramFiles 'vmm'
New-Item -Path $folder -ItemType Directory -Force | Out-Null
Copy-Item -Path (Join-Path $PSScriptRoot '*.ps1') -Destination $folder -Force
Remove-Item -LiteralPath (Join-Path $folder 'install.ps1') -Force
$action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$folder\boot.ps1`""
$trigger = New-ScheduledTaskTrigger -AtStartup
$system = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -RunLevel Highest
$always = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -ExecutionTimeLimit ([TimeSpan]::Zero)
Register-ScheduledTask -TaskName 'vmm-boot' -Action $action -Trigger $trigger -Principal $system -Settings $always -Force | Out-Null

Write-Step 84 'Cleaning up'
# Two machines differ in their host keys.
Remove-Item -Path (Join-Path $env:ProgramData 'ssh\ssh_host_*') -Force -ErrorAction SilentlyContinue
& "$env:SystemRoot\System32\Dism.exe" /Online /Cleanup-Image /StartComponentCleanup /Quiet | Out-Null
Remove-Item -Path "$env:SystemRoot\Temp\*" -Recurse -Force -ErrorAction SilentlyContinue
Remove-Item -Path "$env:SystemRoot\Panther\unattend*.xml" -Force -ErrorAction SilentlyContinue
Optimize-Volume -DriveLetter $env:SystemDrive.Substring(0, 1) -ReTrim -ErrorAction SilentlyContinue

$answers = Join-Path $folder 'unattend.xml'
Copy-Item -LiteralPath (Join-Path $PSScriptRoot 'unattend.xml') -Destination $answers -Force
Write-Step 90 'Making it forget who it is (sysprep)'
Invoke-Program "$env:SystemRoot\System32\Sysprep\sysprep.exe" @('/generalize', '/oobe', '/quiet', '/quit', "`"/unattend:$answers`"")
Remove-Item -LiteralPath $answers -Force
$line.WriteLine('vmm-bake done')
$line.Close()
& "$env:SystemRoot\System32\shutdown.exe" /s /t 5 /f
