/**
 * The ring tone, made of sums: two soft notes, like a small bell in another room, then quiet. Pure.
 */

export const bellSeconds = 3.2;

/** Hertz, and when each begins, in seconds. */
const notes = [
  { pitch: 659.26, at: 0 },
  { pitch: 523.25, at: 0.28 },
];
/** A bell's overtones, and how loud they are beside the note. */
const partials = [
  { times: 1, loud: 1 },
  { times: 2, loud: 0.28 },
  { times: 3.01, loud: 0.08 },
];
const loudness = 0.16;
const riseSeconds = 0.012;
const fallSeconds = 0.42;

/**
 * One round of the tone, which begins and ends in silence, so that it can be repeated.
 * @param {number} samplesPerSecond
 */
export function bellOf(samplesPerSecond) {
  const samples = new Float32Array(Math.round(bellSeconds * samplesPerSecond));
  for (const { pitch, at } of notes) {
    for (let index = Math.round(at * samplesPerSecond); index < samples.length; index++) {
      const time = index / samplesPerSecond - at;
      const swell = Math.min(1, time / riseSeconds) * Math.exp(-time / fallSeconds);
      const tone = partials.reduce(
        (sum, { times, loud }) => sum + loud * Math.sin(2 * Math.PI * pitch * times * time),
        0,
      );
      samples[index] = (samples[index] ?? 0) + loudness * swell * tone;
    }
  }
  return samples;
}
