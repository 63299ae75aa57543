import { attributesOf } from './domain-xml.js';
import { MEMORY_PIECE_MIB, type MachineSettings, type MachineSize } from './hardware.js';

const KIB = 1024;
/** Each addition of memory takes one. */
const SLOTS = 16;

const number = (xml: string, pattern: RegExp) => Number(pattern.exec(xml)?.[1]);

/** What a domain has; of a running one what was added is part of it. libvirt writes XML in one way only. */
export const sizeIn = (xml: string): MachineSize => ({
  vcpus: Number(attributesOf(xml, 'vcpu')?.['current'] ?? mostVcpusIn(xml)),
  memoryMiB: Math.floor(number(xml, /<memory unit='KiB'>(\d+)</) / KIB),
});

/** What a domain can be given while it runs. One that was defined without room has none. */
export const mostIn = (xml: string): MachineSize => ({
  vcpus: mostVcpusIn(xml),
  memoryMiB: Math.floor((number(xml, /<maxMemory [^>]*>(\d+)</) || 0) / KIB),
});

const mostVcpusIn = (xml: string) => number(xml, /<vcpu\b[^>]*>(\d+)</);

/** Whether the definition says what it is to be. */
export function isAsSet(xml: string, { name, vcpus, memoryMiB, most }: MachineSettings): boolean {
  const size = sizeIn(xml);
  const room = mostIn(xml);
  return (
    size.vcpus === vcpus &&
    size.memoryMiB === memoryMiB &&
    room.vcpus === most.vcpus &&
    room.memoryMiB === ceilingOf(most) &&
    xml.includes(`<title>${name}</title>`) &&
    xml.includes(`>vmm:hostname=${name}<`)
  );
}

/** The definition with these settings in the place of its own. */
export function withSettings(xml: string, { name, vcpus, memoryMiB, most }: MachineSettings): string {
  const memory = memoryMiB * KIB;
  const cell = `<cell id='0' cpus='0-${most.vcpus - 1}' memory='${memory}' unit='KiB'/>`;
  const withoutRoom = xml
    .replace(/\s*<maxMemory\b[^>]*>\d+<\/maxMemory>/, '')
    .replace(/\s*<vcpus>[\s\S]*?<\/vcpus>/, '')
    .replace(/\s*<numa>[\s\S]*?<\/numa>/, '')
    .replace(/\s*<memory model=[\s\S]*?<\/memory>/g, '');
  return withNuma(withoutRoom, `<numa>${cell}</numa>`)
    .replace(
      /<memory unit='KiB'>\d+<\/memory>/,
      `<maxMemory slots='${SLOTS}' unit='KiB'>${ceilingOf(most) * KIB}</maxMemory><memory unit='KiB'>${memory}</memory>`,
    )
    .replace(/<currentMemory\b[^>]*>\d+</, `<currentMemory unit='KiB'>${memory}<`)
    .replace(/<vcpu\b[^>]*>\d+</, `<vcpu placement='static' current='${vcpus}'>${most.vcpus}<`)
    .replace(/<title>[^<]*</, `<title>${name}<`)
    .replace(/>vmm:hostname=[^<]*</, `>vmm:hostname=${name}<`);
}

/** Memory can only be added to a domain whose memory belongs to a node. */
function withNuma(xml: string, numa: string): string {
  if (/<cpu\b[^>]*[^/]>/.test(xml)) return xml.replace('</cpu>', `${numa}</cpu>`);
  if (/<cpu\b[^>]*\/>/.test(xml)) return xml.replace(/<cpu\b([^>]*)\/>/, `<cpu$1>${numa}</cpu>`);
  return xml.replace(/<clock\b/, `<cpu>${numa}</cpu><clock`);
}

/** QEMU wants the ceiling to be above what is there already. */
const ceilingOf = ({ memoryMiB }: MachineSize) => memoryMiB + MEMORY_PIECE_MIB;
