/** What Windows is told instead of asking; every value may hold any character that XML can. */
export interface Answers {
  /** Such as `fr-FR`: of the image itself. What people see and type is French in any case. */
  language: string;
  /** Which of the images on the disc: 2 is Standard with its desktop. */
  image: number;
  /** Of a licence; null for a trial. */
  productKey: string | null;
  firmware: 'bios' | 'uefi';
  /** Random, of this bake; each machine replaces them before anybody uses it. */
  passwords: { administrator: string; vagrant: string };
}

/** Where virtio-win has what Setup cannot do without: disk, network, memory, serial channel. */
const DRIVERS = ['viostor', 'vioscsi', 'NetKVM', 'vioserial', 'Balloon'].map(
  (name) => `${name}\\2k22\\amd64`,
);
/** Which letter a disc gets is Setup's affair: where one is not, it looks on. */
const DISCS = ['D', 'E', 'F', 'G'];

const FRENCH = { InputLocale: '040c:0000040c', SystemLocale: 'fr-FR', UserLocale: 'fr-FR' };
const TIME_ZONE = 'Romance Standard Time';

type Content = string | number | boolean | Tags | Tags[];
interface Tags {
  [tag: string]: Content;
}

/** `Autounattend.xml`: sets Windows up on the empty disk and has `install.ps1` of the third disc make a box of it. */
export const toAutounattend = (answers: Answers): string =>
  unattend({
    windowsPE: copying(answers),
    specialize: gettingToKnow(answers),
    oobeSystem: firstSignIn(answers),
  });

const copying = ({ language, image, productKey, firmware }: Answers) => ({
  'International-Core-WinPE': {
    SetupUILanguage: { UILanguage: language },
    ...{ ...FRENCH, UILanguage: language },
  },
  PnpCustomizationsWinPE: {
    DriverPaths: {
      PathAndCredentials: DISCS.flatMap((disc) => DRIVERS.map((path) => `${disc}:\\${path}`)).map(
        (path, at) => ({ '@action': 'add', '@keyValue': at + 1, Path: path }),
      ),
    },
  },
  Setup: {
    DiskConfiguration: {
      WillShowUI: 'OnError',
      Disk: { '@action': 'add', DiskID: 0, WillWipeDisk: true, ...partitions(firmware) },
    },
    ImageInstall: {
      OSImage: {
        InstallFrom: { MetaData: { '@action': 'add', Key: '/IMAGE/INDEX', Value: image } },
        InstallTo: { DiskID: 0, PartitionID: firmware === 'uefi' ? 3 : 2 },
        WillShowUI: 'OnError',
      },
    },
    UserData: {
      AcceptEula: true,
      ProductKey: { ...(productKey === null ? {} : { Key: productKey }), WillShowUI: 'OnError' },
    },
    RunSynchronous: command('cmd.exe /c echo vmm-bake 5 Windows copies itself> COM1'),
  },
});

const gettingToKnow = ({ language }: Answers) => ({
  'International-Core': { ...FRENCH, UILanguage: language },
  'Shell-Setup': { ComputerName: '*', TimeZone: TIME_ZONE },
  Deployment: {
    RunSynchronous: command('cmd.exe /c echo vmm-bake 35 Windows gets to know its hardware> COM1'),
  },
});

const firstSignIn = ({ language, passwords }: Answers) => ({
  'International-Core': { ...FRENCH, UILanguage: language },
  'Shell-Setup': {
    OOBE: OOBE_WITHOUT_QUESTIONS,
    TimeZone: TIME_ZONE,
    UserAccounts: {
      AdministratorPassword: password(passwords.administrator),
      LocalAccounts: {
        LocalAccount: {
          ...{ '@action': 'add', Name: 'vagrant', DisplayName: 'VM Manager', Group: 'Administrators' },
          Password: password(passwords.vagrant),
        },
      },
    },
    AutoLogon: {
      ...{ Enabled: true, LogonCount: 1, Username: 'vagrant' },
      Password: password(passwords.vagrant),
    },
    FirstLogonCommands: {
      SynchronousCommand: {
        '@action': 'add',
        Order: 1,
        Description: 'VM Manager',
        RequiresUserInput: false,
        CommandLine: `cmd.exe /c for %d in (${DISCS.join(' ')}) do if exist %d:\\install.ps1 powershell.exe -NoProfile -ExecutionPolicy Bypass -File %d:\\install.ps1`,
      },
    },
  },
});

/** What the copies of the box are told at their first boot, by sysprep. */
export const toCopysAnswers = ({ language, passwords }: Answers): string =>
  unattend({
    specialize: { 'Shell-Setup': { ComputerName: '*', TimeZone: TIME_ZONE } },
    oobeSystem: {
      'International-Core': { ...FRENCH, UILanguage: language },
      'Shell-Setup': {
        OOBE: OOBE_WITHOUT_QUESTIONS,
        TimeZone: TIME_ZONE,
        UserAccounts: { AdministratorPassword: password(passwords.administrator) },
      },
    },
  });

const OOBE_WITHOUT_QUESTIONS = { HideEULAPage: true, ProtectYourPC: 3 };

const password = (value: string) => ({ Value: value, PlainText: true });

const command = (line: string) => ({
  RunSynchronousCommand: { '@action': 'add', Order: 1, Path: line },
});

/** The system's partition is the last one, so that it can grow with the disk. */
function partitions(firmware: Answers['firmware']): Tags {
  const before: { made: Tags; set: Tags }[] =
    firmware === 'uefi'
      ? [
          { made: { Size: 260, Type: 'EFI' }, set: { Format: 'FAT32', Label: 'System' } },
          { made: { Size: 128, Type: 'MSR' }, set: {} },
        ]
      : [
          {
            made: { Size: 500, Type: 'Primary' },
            set: { Format: 'NTFS', Label: 'System', Active: true },
          },
        ];
  const system = {
    made: { Extend: true, Type: 'Primary' },
    set: { Format: 'NTFS', Label: 'Windows', Letter: 'C' },
  };
  const numbered = [...before, system].map((partition, at) => ({ ...partition, number: at + 1 }));
  return {
    CreatePartitions: {
      CreatePartition: numbered.map(({ made, number }) => ({ '@action': 'add', Order: number, ...made })),
    },
    ModifyPartitions: {
      ModifyPartition: numbered.map(({ set, number }) => {
        return { '@action': 'add', Order: number, PartitionID: number, ...set };
      }),
    },
  };
}

/** Each part of Windows is named the same way. */
function unattend(passes: Record<string, Record<string, Tags>>): string {
  const settings = Object.entries(passes).map(([pass, components]) => {
    const inside = Object.entries(components).map(
      ([name, content]) =>
        `    <component name="Microsoft-Windows-${name}" processorArchitecture="amd64" publicKeyToken="31bf3856ad364e35" language="neutral" versionScope="nonSxS">\n${tags(content, '      ')}    </component>\n`,
    );
    return `  <settings pass="${pass}">\n${inside.join('')}  </settings>\n`;
  });
  const spaces =
    'xmlns="urn:schemas-microsoft-com:unattend" xmlns:wcm="http://schemas.microsoft.com/WMIConfig/2002/State"';
  return `<?xml version="1.0" encoding="utf-8"?>\n<unattend ${spaces}>\n${settings.join('')}</unattend>\n`;
}

function tags(content: Tags, indent: string): string {
  return Object.entries(content)
    .filter(([tag]) => !tag.startsWith('@'))
    .flatMap(([tag, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => element(tag, one, indent)),
    )
    .join('');
}

function element(tag: string, value: string | number | boolean | Tags, indent: string): string {
  if (typeof value !== 'object') return `${indent}<${tag}>${escaped(String(value))}</${tag}>\n`;
  const attributes = Object.entries(value)
    .filter(([name]) => name.startsWith('@'))
    .map(([name, text]) => ` wcm:${name.slice(1)}="${escaped(String(text))}"`);
  return `${indent}<${tag}${attributes.join('')}>\n${tags(value, `${indent}  `)}${indent}</${tag}>\n`;
}

const ESCAPES: Record<string, string> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' },
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
