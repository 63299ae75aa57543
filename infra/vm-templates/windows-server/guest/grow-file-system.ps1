# The system's partition to the end of the disk.
Update-HostStorageCache
$letter = $env:SystemDrive.Substring(0, 1)
$partition = Get-Partition -DriveLetter $letter
$most = (Get-PartitionSupportedSize -DriveLetter $letter).SizeMax
if ($most -gt $partition.Size) { Resize-Partition -DriveLetter $letter -Size $most }
$partition = Get-Partition -DriveLetter $letter
$behind = (Get-Disk -Number $partition.DiskNumber).Size - $partition.Offset - $partition.Size
if ($behind -gt 1073741824) { throw "There is another partition behind ${letter}: that is in its way." }
Write-Answer @{ bytes = $partition.Size }
