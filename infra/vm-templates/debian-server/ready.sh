set -e
# Ready when somebody can sign in on the screen and over SSH.
systemctl is-active --quiet getty@tty1.service
systemctl is-active --quiet ssh.service
