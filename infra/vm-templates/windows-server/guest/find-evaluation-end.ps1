# When the trial of this Windows ends; nothing where it is licensed. Before it is activated the time for that counts, too.
$windows = "ApplicationID = '55c92734-d682-4d71-983e-d6ec3f16059f' AND PartialProductKey IS NOT NULL"
$product = Get-CimInstance -ClassName SoftwareLicensingProduct -Filter $windows | Select-Object -First 1
$ends = @()
if ($product -and $product.Description -match 'EVAL') {
  if ($product.EvaluationEndDate -and $product.EvaluationEndDate.Year -gt 2000) { $ends += $product.EvaluationEndDate.ToUniversalTime() }
  if ($product.GracePeriodRemaining -gt 0) { $ends += [DateTime]::UtcNow.AddMinutes($product.GracePeriodRemaining) }
}
$end = $ends | Sort-Object | Select-Object -First 1
Write-Answer @{ end = $(if ($end) { $end.ToString('yyyy-MM-ddTHH:mm:ssZ') } else { $null }) }
