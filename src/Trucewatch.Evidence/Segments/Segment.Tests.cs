using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using Trucewatch.Evidence.Files;
using Xunit;

namespace Trucewatch.Evidence.Segments;

public sealed class SegmentTests
{
    [Fact]
    public void Batches_read_back_as_they_were_given() =>
        BatchShape.Generator.List[1, 12].Sample(
            shapes =>
            {
                var files = new MemoryFiles();
                var segment = Write(files, "label", shapes);
                Assert.Equal(SegmentFault.None, SegmentFile.TryRead(files, segment.Digest, out var reader));
                Assert.Equal("label", reader!.Label);
                Assert.Equal(segment.RawBytes, reader.RawBytes);
                Assert.Equal(shapes.Count, reader.Batches.Count);
                for (var i = 0; i < shapes.Count; i++)
                {
                    shapes[i].AssertEqual(reader.Batches[i]);
                    Assert.Equal(
                        new SegmentRow(shapes[i].Position, shapes[i].Feed, shapes[i].FirstSequence, shapes[i].Count),
                        segment.Batches[i]);
                }
            },
            iter: 200);

    [Fact]
    public void Equal_batches_give_equal_bytes_under_the_name_of_their_digest()
    {
        var shapes = Enumerable.Range(0, 5).Select(i => BatchShape.Of(i, "ais-east", i * 100, 40)).ToList();
        var (first, second) = (new MemoryFiles(), new MemoryFiles());
        var segment = Write(first, "label", shapes);
        Assert.Equal(segment.Digest, Write(second, "label", shapes).Digest);
        Assert.NotEqual(segment.Digest, Write(second, "other", shapes).Digest);
        var hex = segment.Digest.ToHex();
        Assert.Equal($"segments/{hex[..2]}/{hex}.seg", segment.Path);
        var bytes = first.Read(segment.Path, SegmentLimits.MaxFileBytes)!;
        Assert.Equal(segment.Digest, Digest.Of(bytes));
        Assert.Equal(segment.FileBytes, bytes.Length);
    }

    [Fact]
    public void A_frame_is_found_by_feed_and_sequence()
    {
        var files = new MemoryFiles();
        var shapes = new[]
        {
            BatchShape.Of(1, "a", 100, 3), BatchShape.Of(2, "b", 100, 3), BatchShape.Of(3, "a", 103, 2),
        };
        SegmentFile.TryRead(files, Write(files, "label", shapes).Digest, out var reader);
        Assert.True(reader!.TryFrame("a", 104, out var frame));
        Assert.Equal(shapes[2].Frame(1), frame.Bytes.ToArray());
        Assert.Equal(shapes[2].Times[1], frame.ReceivedAtUs);
        Assert.True(reader.TryFrame("b", 100, out frame));
        Assert.Equal(shapes[1].Frame(0), frame.Bytes.ToArray());
        Assert.False(reader.TryFrame("a", 105, out _));
        Assert.False(reader.TryFrame("a", 99, out _));
        Assert.False(reader.TryFrame("c", 100, out _));
    }

    [Fact]
    public void Each_flipped_bit_is_refused_by_the_digest_and_breaks_nothing_without_it()
    {
        var files = new MemoryFiles();
        var segment = Write(files, "label", [BatchShape.Of(1, "a", 0, 30), BatchShape.Of(2, "b", 7, 5)]);
        var bytes = files.Read(segment.Path, SegmentLimits.MaxFileBytes)!;
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(SegmentFault.WrongDigest, SegmentReader.TryOpen(bytes, segment.Digest, out _));
            _ = SegmentReader.TryDecode(bytes, out _);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.NotEqual(SegmentFault.None, SegmentReader.TryDecode(bytes.AsSpan(0, length), out _));
        }

        Assert.Equal(SegmentFault.BadCompression, SegmentReader.TryDecode([.. bytes, 0], out _));
        Assert.Equal(SegmentFault.Missing, SegmentFile.TryRead(files, default, out _));
    }

    [Fact]
    public void Any_body_is_refused_with_a_fault_and_no_exception() =>
        Gen.Byte.Array[0, 80].Sample(
            body => SegmentReader.TryDecode(File(body, (uint)body.Length), out var reader) == SegmentFault.None
                == (reader is not null),
            iter: 20_000);

    [Theory]
    [InlineData(new byte[] { }, SegmentFault.BadNumber)]
    [InlineData(new byte[] { 0 }, SegmentFault.None)]
    [InlineData(new byte[] { 0, 0 }, SegmentFault.WrongLength)]
    [InlineData(new byte[] { 0x80, 0 }, SegmentFault.BadNumber)]
    [InlineData(new byte[] { 1, 5, 1, 97, 0, 1, 2, 1, 65 }, SegmentFault.None)]
    [InlineData(new byte[] { 1, 5, 1, 97, 0, 1, 2, 1 }, SegmentFault.WrongLength)]
    [InlineData(new byte[] { 1, 5, 1, 97, 0, 1, 2, 1, 65, 66 }, SegmentFault.WrongLength)]
    [InlineData(new byte[] { 1, 5, 0, 0, 1, 2, 1, 65 }, SegmentFault.BadFeed)]
    [InlineData(new byte[] { 1, 5, 1, 0xFF, 0, 1, 2, 1, 65 }, SegmentFault.BadFeed)]
    [InlineData(new byte[] { 1, 5, 1, 97, 0, 9, 2, 1, 65 }, SegmentFault.BadNumber)]
    public void Bodies_are_read_strictly(byte[] body, SegmentFault expected) =>
        Assert.Equal(expected, SegmentReader.TryDecode(File(body, (uint)body.Length), out _));

    [Fact]
    public void Limits_of_the_reader_hold_at_the_limit_and_one_above()
    {
        Assert.Equal(SegmentFault.BadCompression, SegmentReader.TryDecode(File([0], 2), out _));
        Assert.Equal(SegmentFault.BadCompression, SegmentReader.TryDecode(File([0, 0], 1), out _));
        var largest = new byte[SegmentLimits.MaxRawBytes + 1];
        Assert.Equal(
            SegmentFault.WrongLength, SegmentReader.TryDecode(File(largest[1..], SegmentLimits.MaxRawBytes), out _));
        Assert.Equal(
            SegmentFault.RawTooLong, SegmentReader.TryDecode(File(largest, SegmentLimits.MaxRawBytes + 1), out _));
        Assert.Equal(
            SegmentFault.FileTooLong,
            SegmentReader.TryOpen(new byte[SegmentLimits.MaxFileBytes + 1], default, out _));
        Assert.Equal(SegmentFault.None, SegmentReader.TryDecode(Counts(SegmentLimits.MaxBatches, 0), out _));
        Assert.Equal(
            SegmentFault.TooManyBatches, SegmentReader.TryDecode(Counts(SegmentLimits.MaxBatches + 1, 0), out _));
        Assert.Equal(SegmentFault.None, SegmentReader.TryDecode(Counts(1, SegmentLimits.MaxFrames), out _));
        Assert.Equal(
            SegmentFault.TooManyFrames, SegmentReader.TryDecode(Counts(1, SegmentLimits.MaxFrames + 1), out _));
    }

    [Fact]
    public void Limits_of_the_writer_hold_at_the_limit_and_one_above()
    {
        var files = new MemoryFiles();
        Assert.Equal(256, new SegmentWriter(files, new string('l', 256)).Label.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentWriter(files, new string('l', 257)));
        _ = new SegmentBatch(0, new string('f', 128), 0, [], [], []);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => { _ = new SegmentBatch(0, new string('f', 129), 0, [], [], []); });
        Assert.Throws<ArgumentException>(() => { _ = new SegmentBatch(0, "f", 0, [1], [2], [1]); });
        Assert.Throws<ArgumentException>(() => { _ = new SegmentBatch(0, "f", 0, [1, 2], [3, -1], [1, 2]); });

        var writer = new SegmentWriter(files, "label");
        Assert.Throws<InvalidOperationException>(() => writer.Seal());
        var frames = new SegmentBatch(
            0, "f", 0, new long[SegmentLimits.MaxFrames], new int[SegmentLimits.MaxFrames], []);
        Assert.True(writer.Fits(frames));
        writer.Append(frames);
        Assert.False(writer.Fits(new SegmentBatch(0, "f", 0, [0], [0], [])));
        Assert.Throws<InvalidOperationException>(() => writer.Append(new SegmentBatch(0, "f", 0, [0], [0], [])));
        Assert.Equal(SegmentFault.None, SegmentFile.TryRead(files, writer.Seal().Digest, out _));

        var large = new byte[SegmentLimits.MaxRawBytes - 1024];
        writer.Append(new SegmentBatch(0, "f", 0, [0], [large.Length], large));
        Assert.False(writer.Fits(new SegmentBatch(1, "f", 1, [0], [1024], large.AsSpan(0, 1024))));
        Assert.Equal(SegmentFault.None, SegmentFile.TryRead(files, writer.Seal().Digest, out _));
    }

    [Fact]
    public void A_failed_write_keeps_the_batches()
    {
        var files = new MemoryFiles { Fails = (step, _) => step == FileStep.Rename };
        var writer = new SegmentWriter(files, "label");
        BatchShape.Of(1, "a", 0, 4).AppendTo(writer);
        Assert.Throws<IOException>(() => writer.Seal());
        files.Fails = null;
        Assert.Equal(4, writer.FrameCount);
        Assert.Equal(SegmentFault.None, SegmentFile.TryRead(files, writer.Seal().Digest, out _));
        Assert.Equal(0, writer.FrameBytes);
    }

    [Fact]
    public void Appending_to_a_warm_writer_allocates_little()
    {
        var writer = new SegmentWriter(new MemoryFiles(), "label");
        var shape = BatchShape.Of(1, "ais-east", 0, 200);
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 50; i++)
            {
                shape.AppendTo(writer);
            }

            var perFrame = (GC.GetAllocatedBytesForCurrentThread() - before) / (50.0 * 200);
            Assert.True(
                round == 0 || perFrame < 1, FormattableString.Invariant($"expected < 1 B a frame, got {perFrame}"));
            writer.Seal();
        }
    }

    private static SealedSegment Write(IEvidenceFiles files, string label, IEnumerable<BatchShape> shapes)
    {
        var writer = new SegmentWriter(files, label);
        foreach (var shape in shapes)
        {
            shape.AppendTo(writer);
        }

        return writer.Seal();
    }

    /// <summary>A file with this body, whatever the body and the stated length are.</summary>
    private static byte[] File(byte[] body, uint statedBytes)
    {
        var file = new byte[SegmentFile.FixedHeaderBytes + 1 + BrotliEncoder.GetMaxCompressedLength(body.Length)];
        var header = SegmentFile.WriteHeader(file, 0, "l");
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(SegmentFile.Magic.Length), statedBytes);
        Assert.True(BrotliEncoder.TryCompress(body, file.AsSpan(header), out var written, 1, 22));
        return file[..(header + written)];
    }

    /// <summary>So many batches with so many empty frames each.</summary>
    private static byte[] Counts(int batches, int frames)
    {
        var body = new MemoryStream();
        Number(body, batches);
        for (var i = 0; i < batches; i++)
        {
            body.Write([0, 1, 97, 0]);
            Number(body, frames);
        }

        body.Write(new byte[2L * batches * frames]);
        return File(body.ToArray(), (uint)body.Length);
    }

    private static void Number(MemoryStream body, int value)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxBytes];
        body.Write(bytes[..Varint.Write(bytes, (ulong)value)]);
    }
}
