const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** One of each kind that a client may say: what asks for pictures, and what would change the VM. */
export const clientMessages = {
  asking: {
    setPixelFormat: hex('00 000000 20180001 00ff00ff00ff 001008 000000'),
    setEncodings: hex('02 00 0002 00000007 fffffefe'),
    updateRequest: hex('03 01 0000 0000 0400 0300'),
    continuousUpdates: hex('96 01 0000 0000 0400 0300'),
    fence: hex('f8 000000 80000001 03 616263'),
  },
  acting: {
    key: hex('04 01 0000 00000061'),
    pointer: hex('05 01 0010 0020'),
    pointerWithExtraButtons: hex('05 81 0010 0020 01'),
    clipboard: hex('06 000000 00000003 616263'),
    extendedClipboard: hex('06 000000 fffffffc 01000000'),
    power: hex('fa 00 01 02'),
    desktopSize: hex('fb 00 0400 0300 01 00 00000000 0000 0000 0400 0300 00000000'),
    qemuKey: hex('ff 00 0001 00000061 0000001e'),
    soundOn: hex('ff 01 0000'),
    soundFormat: hex('ff 01 0002 03 02 0000ac44'),
  },
};
