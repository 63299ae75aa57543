#!/bin/bash
# Writes a root folder as a bootable disk: an MBR, GRUB in the gap behind it, one ext4 partition.
# No loop device: mke2fs fills the file system by itself, and GRUB's two parts have fixed places.
set -euo pipefail

root=$1
disk=$2
mib=$3
first_sector=2048
uuid=$(cat /proc/sys/kernel/random/uuid)

cat >"$root/etc/fstab" <<END
UUID=$uuid / ext4 errors=remount-ro 0 1
END

mkdir -p "$root/boot/grub"
cp -r "$root/usr/lib/grub/i386-pc" "$root/boot/grub/"
# What update-grub would write; it may do so later inside the machine. /vmlinuz follows the newest kernel.
(
  # shellcheck source=debian-server/overlay/etc/default/grub
  . "$root/etc/default/grub"
  cat >"$root/boot/grub/grub.cfg" <<END
set timeout=$GRUB_TIMEOUT
set timeout_style=$GRUB_TIMEOUT_STYLE
$GRUB_SERIAL_COMMAND
terminal_input console serial
terminal_output console serial
menuentry "Debian GNU/Linux" {
  linux /vmlinuz root=UUID=$uuid ro $GRUB_CMDLINE_LINUX $GRUB_CMDLINE_LINUX_DEFAULT
  initrd /initrd.img
}
END
)
# core.img holds all it needs to read the configuration, and looks for it on the first partition of its own disk.
chroot "$root" grub-mkimage -O i386-pc -o /boot/grub/i386-pc/core.img -p '(hd0,msdos1)/boot/grub' \
  biosdisk part_msdos ext2 normal configfile linux serial terminal minicmd echo search search_fs_uuid
cp "$root/boot/grub/i386-pc/core.img" "$disk.core"

truncate --size="${mib}M" "$disk"
echo "$first_sector,,L,*" | sfdisk --quiet --label dos "$disk"
mke2fs -q -t ext4 -L root -U "$uuid" -d "$root" -E "offset=$((first_sector * 512)),lazy_itable_init=1,nodiscard" \
  "$disk" "$((mib - first_sector / 2048))M"
# boot.img's code ends where the partition table begins, and reads core.img from the second sector.
dd if="$root/usr/lib/grub/i386-pc/boot.img" of="$disk" bs=440 count=1 conv=notrunc status=none
[ "$(stat -c %s "$disk.core")" -lt $(((first_sector - 1) * 512)) ]
dd if="$disk.core" of="$disk" bs=512 seek=1 conv=notrunc status=none
rm "$disk.core"
