/**
 * The function that counts the text files of the bucket's {@code inbox/}.
 *
 * <p>{@link wordcounter.uploaded.UploadedTexts} decides what becomes of a file; {@link wordcounter.uploaded.Cutter} finds the places
 * where it is cut. What is written down of a file is in {@code wordcounter.uploads}; how a chunk is counted is in {@code
 * wordcounter.counts}.
 */
package wordcounter.uploaded;
