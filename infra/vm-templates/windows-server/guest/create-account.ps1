# An account that may administer the machine, with a password that nobody knows until the portal sets the chosen one.
$request = Read-Request
$name = [string]$request.account
$user = Get-LocalUser | Where-Object { $_.Name -eq $name }
if (-not $user) {
  $user = New-LocalUser -Name $name -Password (New-RandomPassword) -PasswordNeverExpires -AccountNeverExpires
}
if ([int64]($user.SID.Value.Split('-')[-1]) -lt 1000) { throw "$name is an account of Windows' own." }
# Administrators, whatever this Windows calls them.
try { Add-LocalGroupMember -SID 'S-1-5-32-544' -Member $user }
catch [Microsoft.PowerShell.Commands.MemberExistsException] { Write-Verbose 'It is one of them already.' }
Write-Answer @{ account = $user.Name }
