# The account of that name, as this Windows writes it; nothing when there is none.
$request = Read-Request
$name = [string]$request.account
$found = Get-Account | Where-Object { $_.Name -eq $name } | Select-Object -First 1
Write-Answer @{ account = $(if ($found) { $found.Name } else { $null }) }
