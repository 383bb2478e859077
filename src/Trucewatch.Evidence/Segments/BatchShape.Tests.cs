using System.Text;
using CsCheck;
using Xunit;

namespace Trucewatch.Evidence.Segments;

/// <summary>A batch that tests can keep, compare and hand in.</summary>
internal sealed record BatchShape(
    long Position, string Feed, long FirstSequence, long[] Times, int[] Lengths, byte[] Bytes)
{
    public static Gen<BatchShape> Generator { get; } =
        from position in Gen.OneOf(Gen.Long[0, 1000], Gen.Long[0, long.MaxValue])
        from feed in Gen.Int[0, Feeds.Length - 1].Select(i => Feeds[i])
        from sequence in Gen.OneOf(Gen.Long[0, 1000], Gen.Const(long.MaxValue - 64))
        from lengths in Gen.Int[0, 40].Array[0, 20]
        from times in Gen.OneOf(Gen.Long[0, 2_000_000_000_000_000], Gen.Long).Array[lengths.Length]
        from bytes in Gen.Byte.Array[lengths.Sum()]
        select new BatchShape(position, feed, sequence, times, lengths, bytes);

    private static string[] Feeds => ["ais-east", "a", "\u043F\u043E\u0441\u0442-1", new string('f', 128)];

    public int Count => Lengths.Length;

    public SegmentBatch Batch => new(Position, Feed, FirstSequence, Times, Lengths, Bytes);

    /// <summary>Frames like sentences: alike in form, different in content.</summary>
    public static BatchShape Of(long position, string feed, long firstSequence, int count)
    {
        var frames = Enumerable.Range(0, count)
            .Select(i => Encoding.ASCII.GetBytes(FormattableString.Invariant(
                $"!AIVDM,1,1,,A,{(firstSequence + i) * 2_654_435_761 % 100_000_007:D9}PAso;90TKcj,0*4A")))
            .ToArray();
        return new BatchShape(
            position,
            feed,
            firstSequence,
            [.. Enumerable.Range(0, count).Select(i => 1_700_000_000_000_000 + ((firstSequence + i) * 3_333))],
            [.. frames.Select(frame => frame.Length)],
            [.. frames.SelectMany(frame => frame)]);
    }

    public void AppendTo(SegmentWriter writer) => writer.Append(Batch);

    public byte[] Frame(int index) => Bytes.AsSpan(Lengths[..index].Sum(), Lengths[index]).ToArray();

    public void AssertEqual(StoredBatch stored)
    {
        Assert.Equal(Position, stored.Position);
        Assert.Equal(Feed, stored.Feed);
        Assert.Equal(FirstSequence, stored.FirstSequence);
        var batch = stored.AsBatch();
        Assert.Equal(Times, batch.ReceivedAtUs);
        Assert.Equal(Lengths, batch.Lengths);
        Assert.Equal(Bytes, batch.Bytes);
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(Frame(i), stored.Frame(i).Bytes.ToArray());
        }
    }
}
