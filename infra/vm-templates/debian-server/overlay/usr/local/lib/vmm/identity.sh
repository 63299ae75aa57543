# Sourced: what the portal says of this machine, as SMBIOS OEM strings "vmm:<name>=<value>".
oem=$(dmidecode --quiet --type 11 || true)

identity() { # identity <name>: its value, nothing when there is none
  printf '%s\n' "$oem" | sed -n "s/^[[:space:]]*String [0-9]*: vmm:$1=//p" | head -n 1
}
