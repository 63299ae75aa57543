export default {
  preset: '../../jest.preset.mjs',
  displayName: 'libvirt-rpc',
  // libvirtd probes QEMU before its first answer about capabilities: seconds on a busy machine.
  testTimeout: 60_000,
};
