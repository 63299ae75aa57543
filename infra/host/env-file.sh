# For scripts to include: reads and writes the file of settings whose path is in $env.

# What it says, empty when it does not.
value_of() {
  sed -nE "s/^[[:space:]]*$1=[\"']?([^\"']*)[\"']?[[:space:]]*$/\1/p" "$env" | tail -n 1
}

set_value() { # set_value <name> <value>
  [ "$(value_of "$1")" != "$2" ] || return 0
  sed -i "/^[[:space:]]*$1=/d" "$env"
  # An editor may have left the last line open; it could be a secret.
  [ -z "$(tail -c 1 "$env")" ] || echo >>"$env"
  echo "$1=$2" >>"$env"
  echo "$1=$2"
}
