# At every boot, as SYSTEM. The first one makes of the box's copy a machine of its own; later ones take the name that the portal gave
# it while it was off. The name it was told last is remembered, so that one which somebody chose inside stays.
$folder = Join-Path $env:ProgramFiles 'vmm'
$state = Join-Path $env:ProgramData 'vmm'
New-Item -Path $state -ItemType Directory -Force | Out-Null
Start-Transcript -Path (Join-Path $state 'boot.log') -Append | Out-Null
. (Join-Path $folder 'common.ps1')

# Windows is still setting itself up: a restart now would leave it broken.
$setup = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup\State'
while ((Get-ItemProperty -Path $setup).ImageState -ne 'IMAGE_STATE_COMPLETE') { Start-Sleep -Seconds 5 }

$name = Get-Identity 'hostname'
$told = Join-Path $state 'host-name.told'
if ($name -and (-not (Test-Path -LiteralPath $told) -or (Get-Content -LiteralPath $told) -ne $name)) {
  $restart = Set-MachineName $name
  Set-Content -LiteralPath $told -Value $name -Encoding Ascii
  if ($restart) {
    Restart-Computer -Force
    exit 0
  }
}

$done = Join-Path $state 'first-boot.done'
if (-not (Test-Path -LiteralPath $done)) {
  & (Join-Path $folder 'grow-file-system.ps1')
  & (Join-Path $folder 'prepare.ps1')
  Set-Content -LiteralPath $done -Value $name -Encoding Ascii
}

# Last, as the portal takes a machine that lets it in for one that is ready.
Set-Service -Name 'sshd' -StartupType Automatic
Start-Service -Name 'sshd'
