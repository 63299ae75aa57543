# Stands before each of the scripts beside it. They are the same for every machine: what differs comes as JSON on standard input,
# and nothing of it ever becomes part of a script. An answer is one line of ASCII, whatever this Windows' own encoding is.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Set-StrictMode -Version 3.0

function Write-Line([string]$kind, [string]$text) {
  [Console]::Out.WriteLine($kind + ':' + [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($text)))
}

trap {
  Write-Line 'vmm-error' $_.Exception.Message
  exit 1
}

function Read-Request {
  $encoding = New-Object System.Text.UTF8Encoding($false)
  $reader = New-Object System.IO.StreamReader([Console]::OpenStandardInput(), $encoding)
  ConvertFrom-Json -InputObject $reader.ReadToEnd()
}

function Write-Answer([hashtable]$answer) {
  Write-Line 'vmm' (ConvertTo-Json -InputObject $answer -Compress)
}

# For an account until it gets one of its own: with all that Windows' rules ask for.
function New-RandomPassword {
  $bytes = New-Object byte[] 24
  $generator = [System.Security.Cryptography.RandomNumberGenerator]::Create()
  $generator.GetBytes($bytes)
  ConvertTo-SecureString -String ('Aa1' + [Convert]::ToBase64String($bytes)) -AsPlainText -Force
}

# The machine's own accounts; on a domain controller those of its domain, as it has no others.
function Get-Account {
  $role = (Get-CimInstance -ClassName Win32_ComputerSystem).DomainRole
  if ($role -ge 4) { Get-CimInstance -ClassName Win32_UserAccount }
  else { Get-CimInstance -ClassName Win32_UserAccount -Filter 'LocalAccount = TRUE' }
}

# What the portal says of this machine, as SMBIOS strings "vmm:<name>=<value>"; nothing when it says nothing.
function Get-Identity([string]$name) {
  $start = 'vmm:' + $name + '='
  $strings = @((Get-CimInstance -ClassName Win32_ComputerSystem).OEMStringArray)
  $found = $strings | Where-Object { $null -ne $_ -and $_.StartsWith($start) } | Select-Object -First 1
  if ($found) { $found.Substring($start.Length) }
}

# Windows takes a label of letters, digits and dashes that is no number; what comes after a first dot is the DNS suffix.
# Answers whether it has to boot again for it.
function Set-MachineName([string]$name) {
  $parameters = 'HKLM:\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters'
  $label, $suffix = $name.Split([char[]]'.', 2)
  if ($label -match '^[0-9]+$') { $label = 'vm-' + $label }
  Set-ItemProperty -Path $parameters -Name 'NV Domain' -Value ([string]$suffix)
  $current = Get-ItemProperty -Path $parameters
  if ($current.'NV Hostname' -ne $label) { Rename-Computer -NewName $label -Force -WarningAction SilentlyContinue }
  $current.Hostname -ne $label
}
