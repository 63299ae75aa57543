$request = Read-Request
Write-Answer @{ restart = (Set-MachineName ([string]$request.name)) }
