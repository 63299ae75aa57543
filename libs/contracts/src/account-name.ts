import * as z from 'zod';
import { withoutOuterSpaces } from './text.js';

/** What a Debian system has: base-passwd's passwd.master and group.master, systemd's sysusers.d, and our boxes. */
const OF_THE_SYSTEM =
  'root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats _apt nobody nogroup adm tty ' +
  'disk kmem dialout fax voice cdrom floppy tape sudo audio dip operator src shadow utmp video sasl plugdev staff users ' +
  'input sgx kvm render netdev crontab messagebus sshd ssh polkitd polkit lightdm pulse avahi colord saned rtkit usbmux ' +
  'dnsmasq nopasswdlogin autologin scanner bluetooth lpadmin wheel vmm vagrant system ' +
  'administrator administrateur guest defaultaccount wdagutilityaccount';

/**
 * What the maintainer scripts of packages that a course on systems and networks installs make (`adduser --system`,
 * `addgroup`, sysusers.d; Debian 12, and the vendors' own packages). One that is there already with a home and a shell of
 * its own makes their installation fail, or runs the service with a person's rights.
 */
const OF_PACKAGES =
  // Web, databases, caches, queues
  'nginx apache httpd caddy haproxy varnish vcache varnishlog squid tomcat tomcat9 tomcat10 jetty solr mysql mariadb ' +
  'postgres pgbouncer redis valkey mongodb mongod memcache memcached rabbitmq epmd couchdb elasticsearch ' +
  'opensearch kibana logstash influxdb neo4j clickhouse zookeeper kafka activemq ' +
  // Names, addresses, directories, files, time
  'bind named nsd unbound powerdns pdns dhcpd dhcp kea dnscrypt openldap slapd ldap sssd nslcd krb5 samba sambashare ' +
  '_ssh _flatpak _lldpd _gvm winbindd_priv ftp proftpd vsftpd pure-ftpd tftp nfs statd rpc _rpc iscsi ceph gluster ntp ntpd ntpsec chrony _chrony ' +
  'openntpd systemd ' +
  // Mail
  'postfix postdrop dovecot dovenull exim debian-exim opendkim opendmarc spamd debian-spamd amavis clamav mailman ' +
  'postgrey greylist vmail cyrus roundcube sympa milter-greylist policyd-spf ' +
  // Containers, virtual machines, deployment, sources
  'docker dockremap containerd podman lxd lxc libvirt libvirt-qemu libvirt-dnsmasq libvirtdbus qemu tss swtpm kubernetes ' +
  'kube etcd consul nomad vault jenkins gitlab gitlab-runner gitlab-www gitlab-redis gitlab-psql gitlab-prometheus git ' +
  'gitea gitolite gitolite3 gitdaemon gitlog ansible puppet salt terraform nexus sonarqube ' +
  // Watching and logging
  'nagios nagcmd icinga nagiosicinga zabbix munin collectd cacti prometheus grafana loki netdata telegraf syslog rsyslog ' +
  'syslog-ng graylog snmp debian-snmp snort suricata ossec wazuh fail2ban tcpdump wireshark arpwatch ntopng ' +
  // Networks, telephony, access
  'openvpn nm-openvpn nm-openconnect strongswan wireguard stunnel stunnel4 freerad freeradius radiusd radvd quagga ' +
  'quaggavty frr frrvty asterisk kamailio freeswitch coturn turnserver mosquitto tor debian-tor privoxy guacd ' +
  'xrdp x2gouser shellinabox ' +
  // Desktop and common tools
  'gdm sddm geoclue gnome-initial-setup speech-dispatcher kernoops whoopsie cups-pk-helper cups avahi-autoipd pulse-access ' +
  'pipewire fwupd-refresh flatpak hplip tcpserver uuidd screen mlocate plocate ssl-cert certbot letsencrypt backuppc ' +
  'bacula bareos nextcloud owncloud ejabberd prosody jabber matrix-synapse redmine otrs ' +
  'glpi ocsinventory landscape pollinate lightsquid dansguardian e2guardian rdma ';

const RESERVED: ReadonlySet<string> = new Set(`${OF_THE_SYSTEM} ${OF_PACKAGES}`.trim().split(' '));
/** Prefixes under which packages name theirs. */
const OF_SERVICES = /^(systemd-|debian-|libvirt-|gitlab-)/;

/** The student's login inside the guest: a valid POSIX login that no system account has, nor one that a package will make. */
export const AccountName = z
  .string()
  .overwrite(withoutOuterSpaces)
  .min(1, 'account-name.empty')
  .max(32, 'account-name.too-long')
  .regex(/^([a-z_][a-z0-9_-]*)?$/, 'account-name.characters')
  .refine((name) => !RESERVED.has(name) && !OF_SERVICES.test(name), 'account-name.reserved')
  .meta({
    id: 'AccountName',
    description:
      'Lower-case letters, digits, `_` and `-`, a letter first; no account or group of the system or of a common package.',
  });
export type AccountName = z.infer<typeof AccountName>;

/** The same for a Windows guest, which takes no longer one. */
export const WindowsAccountName = AccountName.max(20, 'account-name.too-long-for-windows');
