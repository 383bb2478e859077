using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class PublisherTests
{
    [Fact]
    public void Segments_come_before_facts_and_facts_in_their_order()
    {
        using var rig = new ServerRig();
        Fill(rig.Store, facts: 3, segments: 2);
        rig.Data.Bind("line", "aa", exercise: true);
        using var signer = rig.Data.OpenSigner();
        using var publisher = new Publisher(rig.Data, rig.Store, signer);

        Assert.True(publisher.PublishAll());

        Assert.Equal([0L, 1], rig.Store.ReadSegments().Select(segment => segment.LogIndex!.Value));
        Assert.Equal([2L, 3, 4], rig.Store.ReadFacts(0, 10).Select(fact => fact.LogIndex!.Value));
        Assert.Equal(5, publisher.Checkpoint.Size);
        var fact = rig.Store.FindFact(2)!;
        var (entry, proof, _) = publisher.Prove(3);
        Assert.True(Leaf.TryParse(entry, out var leaf) && leaf!.Exercise);
        Assert.True(leaf.Verify(fact.Key, FieldList.TextOf(fact.Payload)));
        Assert.Equal(ProofFault.None, proof.Verify(entry, signer.Verifier));
    }

    [Fact]
    public void An_older_copy_of_the_whole_folder_is_refused_where_the_record_lies_elsewhere()
    {
        using var rig = new ServerRig();
        using var elsewhere = new TemporaryFolder();
        using var signer = rig.Data.OpenSigner();
        var data = DataFolder.Open(rig.Data.Path, elsewhere.Path);
        var copies = new List<Dictionary<string, byte[]>>();
        for (var seal = 0; seal < 3; seal++)
        {
            rig.Store.AddSegment(
                new StoredSegment($"{seal:x64}", seal, seal, "{\"n\":1}"u8.ToArray(), Key(1, 1000 + seal), null), []);
            using (var publisher = new Publisher(data, rig.Store, signer))
            {
                Assert.True(publisher.PublishAll());
            }

            copies.Add(Directory.EnumerateFiles(data.Log, "*", SearchOption.AllDirectories)
                .ToDictionary(path => path, File.ReadAllBytes, StringComparer.Ordinal));
        }

        Directory.Delete(data.Log, recursive: true);
        foreach (var (path, bytes) in copies[0])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        var refused = Assert.Throws<EvidenceHaltedException>(
            () => new Publisher(data, rig.Store, signer));
        Assert.Contains("an older backup was restored", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_published_twice()
    {
        using var rig = new ServerRig();
        Fill(rig.Store, facts: 1, segments: 1);
        using var signer = rig.Data.OpenSigner();
        using (var publisher = new Publisher(rig.Data, rig.Store, signer))
        {
            Assert.True(publisher.PublishAll());
            Assert.False(publisher.PublishAll());
        }

        using var again = new Publisher(rig.Data, rig.Store, signer);
        Assert.False(again.PublishAll());
        Assert.Equal(2, again.Checkpoint.Size);
    }

    [Fact]
    public void What_was_sealed_but_not_noted_before_a_crash_gets_no_second_leaf()
    {
        using var rig = new ServerRig();
        Fill(rig.Store, facts: 3, segments: 2);
        using var signer = rig.Data.OpenSigner();
        using (var publisher = new Publisher(rig.Data, rig.Store, signer))
        {
            publisher.PublishAll();
        }

        // A store that committed the same, and a fact more, and never learned of the seal.
        var unaware = new MemoryPictureStore();
        Fill(unaware, facts: 4, segments: 2);
        using var again = new Publisher(rig.Data, unaware, signer);
        Assert.Equal([4L], unaware.ReadUnsealedFacts(10).Select(fact => fact.Number));
        Assert.True(again.PublishAll());

        Assert.Equal(6, again.Checkpoint.Size);
        Assert.Equal([0L, 1], unaware.ReadSegments().Select(segment => segment.LogIndex!.Value));
        Assert.Equal([2L, 3, 4, 5], unaware.ReadFacts(0, 10).Select(fact => fact.LogIndex!.Value));
    }

    [Fact]
    public void A_fact_under_another_key_is_not_taken_for_a_sealed_one()
    {
        using var rig = new ServerRig();
        Fill(rig.Store, facts: 1, segments: 0);
        using var signer = rig.Data.OpenSigner();
        using (var publisher = new Publisher(rig.Data, rig.Store, signer))
        {
            publisher.PublishAll();
        }

        var other = new MemoryPictureStore();
        Fill(other, facts: 1, segments: 0, key: 9);
        using var again = new Publisher(rig.Data, other, signer);
        Assert.Single(other.ReadUnsealedFacts(10));
    }

    [Theory]
    [InlineData(Publisher.MostAtOnce)]
    [InlineData(Publisher.MostAtOnce + 1)]
    public void A_backlog_over_the_limit_of_one_seal_is_published_whole(int facts)
    {
        using var rig = new ServerRig();
        Fill(rig.Store, facts, segments: 0);
        using var signer = rig.Data.OpenSigner();
        using var publisher = new Publisher(rig.Data, rig.Store, signer);
        Assert.True(publisher.PublishAll());
        Assert.Equal(facts, publisher.Checkpoint.Size);
        Assert.Empty(rig.Store.ReadUnsealedFacts(1));
    }

    [Fact]
    public void A_second_program_is_kept_from_the_same_log()
    {
        using var rig = new ServerRig();
        using var signer = rig.Data.OpenSigner();
        using var publisher = new Publisher(rig.Data, rig.Store, signer);
        Assert.ThrowsAny<IOException>(() => new Publisher(rig.Data, rig.Store, signer));
    }

    private static void Fill(MemoryPictureStore store, int facts, int segments, byte key = 1)
    {
        for (var index = 0; index < segments; index++)
        {
            store.AddSegment(
                new StoredSegment($"{index:x64}", index, index, Encoding.ASCII.GetBytes($"{{\"segment\":{index}}}"),
                    Key(key, 1000 + index), null), []);
        }

        var records = Enumerable.Range(1, facts)
            .Select(number => new OperationalFact(number, new Instant(number), Label.Mission, "test", "words"))
            .Select(fact => new FactRecord(fact, FactJson.Write(fact), Key(key, (int)fact.Number)))
            .ToList();
        store.Commit(new PictureCommit(0, 0, [], records, []));
    }

    private static byte[] Key(byte kind, int number)
    {
        var key = new byte[Leaf.KeyBytes];
        key[0] = kind;
        BitConverter.TryWriteBytes(key.AsSpan(1), number);
        return key;
    }
}
