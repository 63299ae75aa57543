import type { Language, Vm, VmState } from '@vm-manager/contracts';
import { toSpreadsheet, type Column } from '../../foundation/http/spreadsheet.js';

const STATES: Record<VmState, Record<Language, string>> = {
  queued: { fr: 'en file d’attente', en: 'queued' },
  creating: { fr: 'création', en: 'creating' },
  stopped: { fr: 'arrêtée', en: 'stopped' },
  starting: { fr: 'démarrage', en: 'starting' },
  running: { fr: 'en marche', en: 'running' },
  stopping: { fr: 'arrêt en cours', en: 'stopping' },
  suspended: { fr: 'suspendue', en: 'suspended' },
  restoring: { fr: 'retour à un point de restauration', en: 'going back to a restore point' },
  failed: { fr: 'en échec', en: 'failed' },
  deleting: { fr: 'suppression', en: 'deleting' },
};

export function vmsAsCsv(vms: readonly Vm[], language: Language): string {
  const columns: Column<Vm>[] = [
    { fr: 'machine', en: 'VM', cell: ({ name }) => name },
    { fr: 'propriétaire', en: 'owner', cell: ({ owner }) => owner.displayName },
    { fr: 'identifiant', en: 'username', cell: ({ owner }) => owner.username },
    { fr: 'groupe', en: 'group', cell: ({ group }) => group?.name ?? '' },
    { fr: 'état', en: 'state', cell: ({ state }) => STATES[state][language] },
    { fr: 'modèle', en: 'template', cell: ({ templateId }) => templateId },
    { fr: 'vCPU', en: 'vCPU', cell: ({ vcpus }) => String(vcpus) },
    { fr: 'mémoire (Mio)', en: 'memory (MiB)', cell: ({ memoryMiB }) => String(memoryMiB) },
    { fr: 'disque (Gio)', en: 'disk (GiB)', cell: ({ diskGiB }) => String(diskGiB) },
    { fr: 'adresse', en: 'address', cell: ({ ipAddress }) => ipAddress ?? '' },
    { fr: 'créée', en: 'created', cell: ({ createdAt }) => createdAt },
  ];
  return toSpreadsheet(vms, columns, language);
}
