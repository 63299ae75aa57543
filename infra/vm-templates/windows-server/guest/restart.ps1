# A new name counts from the next boot on.
Start-Process -FilePath "$env:SystemRoot\System32\shutdown.exe" -ArgumentList '/r', '/t', '0', '/f'
Write-Answer @{}
