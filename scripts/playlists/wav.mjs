/** A WAV file (32-bit float) of the channels. */
export function wav(channels, rate) {
  const frames = channels[0].length;
  const block = channels.length * 4;
  const file = Buffer.alloc(44 + frames * block);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + frames * block, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(3, 20);
  file.writeUInt16LE(channels.length, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * block, 28);
  file.writeUInt16LE(block, 32);
  file.writeUInt16LE(32, 34);
  file.write('data', 36);
  file.writeUInt32LE(frames * block, 40);
  const samples = new Float32Array(file.buffer, file.byteOffset + 44, frames * channels.length);
  channels.forEach((channel, c) => {
    for (let i = 0; i < frames; i++) samples[i * channels.length + c] = channel[i];
  });
  return file;
}
