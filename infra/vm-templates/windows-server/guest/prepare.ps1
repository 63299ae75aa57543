# Makes of a box's copy a machine of its own. Each part may be repeated.

# --- Nobody gets in with what all boxes share: the password "vagrant" and the public key of that name.
$vagrant = Get-LocalUser | Where-Object { $_.Name -eq 'vagrant' }
if ($vagrant) {
  Set-LocalUser -SID $vagrant.SID -Password (New-RandomPassword) -PasswordNeverExpires $true
  $home_of = Get-CimInstance -ClassName Win32_UserProfile | Where-Object { $_.SID -eq $vagrant.SID.Value }
  if ($home_of) {
    $keys = Join-Path $home_of.LocalPath '.ssh\authorized_keys'
    if (Test-Path -LiteralPath $keys) { Remove-Item -LiteralPath $keys -Force }
  }
}
$key = Get-Identity 'authorized-key'
$ssh = Join-Path $env:ProgramData 'ssh'
if ($key) {
  if (-not (Test-Path -LiteralPath $ssh)) { New-Item -Path $ssh -ItemType Directory | Out-Null }
  $keys = Join-Path $ssh 'administrators_authorized_keys'
  Set-Content -LiteralPath $keys -Value $key -Encoding Ascii
  # SYSTEM and Administrators alone, or sshd does not take it.
  & "$env:SystemRoot\System32\icacls.exe" $keys /inheritance:r /grant '*S-1-5-18:F' '*S-1-5-32-544:F' | Out-Null
}

# --- The portal checks passwords by rules of its own. Windows' would refuse one that holds the account's name, after ten minutes.
$rules = Join-Path $env:SystemRoot 'Temp\vmm-rules.inf'
Set-Content -LiteralPath $rules -Encoding Unicode -Value @'
[Unicode]
Unicode=yes
[Version]
signature="$CHICAGO$"
Revision=1
[System Access]
PasswordComplexity = 0
'@
& "$env:SystemRoot\System32\secedit.exe" /configure /db "$env:SystemRoot\Temp\vmm-rules.sdb" /cfg $rules /areas SECURITYPOLICY /quiet | Out-Null
Remove-Item -Path "$env:SystemRoot\Temp\vmm-rules.*" -Force

# --- French. This runs as SYSTEM, whose own settings are those of the logon screen; new accounts begin with the default ones.
Set-TimeZone -Id 'Romance Standard Time'
Set-WinSystemLocale -SystemLocale 'fr-FR'
Set-WinHomeLocation -GeoId 84
Set-Culture -CultureInfo 'fr-FR'
$reg = "$env:SystemRoot\System32\reg.exe"
$default = Join-Path $env:SystemDrive 'Users\Default\NTUSER.DAT'
& $reg add 'HKU\.DEFAULT\Keyboard Layout\Preload' /v 1 /t REG_SZ /d 0000040c /f | Out-Null
& $reg load 'HKU\vmm-new-accounts' $default | Out-Null
if ($LASTEXITCODE -ne 0) { throw 'The settings of new accounts cannot be opened.' }
try {
  foreach ($branch in 'Keyboard Layout\Preload', 'Control Panel\International') {
    & $reg copy "HKU\.DEFAULT\$branch" "HKU\vmm-new-accounts\$branch" /s /f | Out-Null
  }
}
finally {
  & $reg unload 'HKU\vmm-new-accounts' | Out-Null
}

# --- Remote Desktop, through the firewall, too. Its rules' group is named by its number: its words are this Windows' own.
Set-ItemProperty -Path 'HKLM:\SYSTEM\CurrentControlSet\Control\Terminal Server' -Name fDenyTSConnections -Value 0
Get-NetFirewallRule -Group '@FirewallAPI.dll,-28752' | Enable-NetFirewallRule

# --- Its name.
$name = Get-Identity 'hostname'
Write-Answer @{ restart = $(if ($name) { Set-MachineName $name } else { $false }) }
