using Microsoft.Data.Sqlite;
using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Custody;

public sealed class CustodyTests
{
    [Fact]
    public async Task The_account_of_an_incident_is_one_page_and_each_gap_in_it_is_found()
    {
        using var rig = await BundleRig.StartAsync();
        await rig.BundleAsync(working: true);
        using var store = rig.OpenStore();
        var whole = CustodyPrint.Of(rig.Data, store, "I-0001");
        var text = whole.ToText();
        Assert.True(whole.IsWhole, text);
        Assert.Contains("exported as working copy", text, StringComparison.Ordinal);
        Assert.Contains("by keeper to Party West", text, StringComparison.Ordinal);
        Assert.Contains("its bytes are here and match", text, StringComparison.Ordinal);
        Assert.InRange(text.Split('\n').Length, 10, 64);
        Assert.Throws<UnusableException>(() => CustodyPrint.Of(rig.Data, store, "I-9999"));

        // Who keeps it passes it on, and then somebody who never had it.
        var origin = new CustodyBook(rig.Data, store).Origin;
        await SealAsync(rig, store, Act(ActKind.HandedOver, origin, "archive", "incident:I-0001"));
        await SealAsync(rig, store, Act(ActKind.HandedOver, "archive", "<b>court</b>", "incident:I-0001"));
        Assert.Contains("kept by <b>court</b>", Print(rig, store, isWhole: true), StringComparison.Ordinal);
        Assert.Contains(
            "kept by &lt;b&gt;court", CustodyPrint.Of(rig.Data, store, "I-0001").ToHtml(), StringComparison.Ordinal);
        await SealAsync(rig, store, Act(ActKind.HandedOver, "stranger", "shop", "incident:I-0001"));
        Assert.Contains(
            "act 4: handed over by stranger, expected by <b>court</b>", Print(rig, store), StringComparison.Ordinal);

        // A record that somebody removed, and one that somebody changed.
        Sql(rig, "UPDATE act SET payload = CAST(replace(payload, 'stranger', 'archives') AS BLOB) WHERE number = 4");
        Assert.Contains("act 4: expected what entry", Print(rig, store), StringComparison.Ordinal);
        Sql(rig, "DELETE FROM act WHERE number = 2");
        var gaps = Print(rig, store);
        Assert.Contains("acts 2 to 2: expected no gap", gaps, StringComparison.Ordinal);
        Assert.Contains("expected the record of what it commits to, it is gone", gaps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_dropped_leaves_a_tombstone_and_what_is_held_stays()
    {
        using var rig = await BundleRig.StartAsync();
        using var store = rig.OpenStore();
        var retention = new Retention(rig.Data, store, rig.Time);
        Assert.True(Instant.TryParse("2040-01-01T00:00:00Z", out var later));
        Assert.True(Instant.TryParse("2020-01-01T00:00:00Z", out var earlier));
        Assert.Empty(retention.Due(earlier, new CustodyBook(rig.Data, store)));
        var all = store.ReadSegments();
        Assert.Equal(all.Count, retention.Due(later, new CustodyBook(rig.Data, store)).Count);

        await SealAsync(rig, store, Act(ActKind.Held, "court", null, "incident:I-0001") with { Policy = "order 5" });
        var cited = new CustodyBook(rig.Data, store).Parts("incident:I-0001")
            .Where(part => part.StartsWith("segment:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(cited);
        Assert.Equal(all.Count - cited.Count, retention.Due(later, new CustodyBook(rig.Data, store)).Count);
        Assert.Contains("kept by order: incident:I-0001", Print(rig, store, isWhole: true), StringComparison.Ordinal);
        await SealAsync(rig, store, Act(ActKind.Held, "court", null, "all") with { Policy = "order 6" });
        Assert.Empty(retention.Due(later, new CustodyBook(rig.Data, store)));
        await SealAsync(rig, store, Act(ActKind.Released, "court", null, "all", "incident:I-0001"));

        // A file that is gone without a tombstone is lost; with one, it is dropped.
        var path = SegmentFile.PathOf(Hash(all[0]));
        var bytes = new DiskFiles(rig.Data.Path).Read(path, 1 << 26)!;
        File.Delete(Path.Combine(rig.Data.Path, path));
        Assert.Contains("expected a segment, got no file", Fsck(rig, store).Output, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(rig.Data.Path, path), bytes);
        await retention.DropAsync(
            retention.Due(later, new CustodyBook(rig.Data, store)), "a-year", "keeper", CancellationToken.None);
        Assert.Empty(new DiskFiles(rig.Data.Path).List("segments"));
        var (code, output, error) = Fsck(rig, store);
        Assert.True(code == 0, output);
        Assert.Contains("dropped under policy a-year", error, StringComparison.Ordinal);
        Assert.Contains("dropped under policy a-year", Print(rig, store, isWhole: true), StringComparison.Ordinal);

        // The proofs stay: a bundle says what is gone, and a start says why it cannot go on.
        var bundle = await rig.BundleAsync();
        var files = new DiskFiles(bundle);
        var check = BundleCheck.Run(files, files.List(""));
        Assert.True(check.Holds);
        Assert.StartsWith("dropped under policy a-year", check.Manifest!.Find("inputs"), StringComparison.Ordinal);
        var refused = Assert.Throws<InvalidDataException>(() => new RecordedBatches(rig.Data, store).ReadAll().Count());
        Assert.Contains("dropped under policy a-year", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_looks_twice_at_an_item_is_noted_once_and_another_one_too()
    {
        using var store = new MemoryPictureStore();
        var desk = new ViewDesk(store, new FloorClock(TimeProvider.System, null, 1));
        using var cut = new CancellationTokenSource();
        var one = new Session("one", SignIn.Operator, default, cut);
        desk.Note(one, "fact:1");
        desk.Note(one, "fact:1");
        desk.Note(one, "fact:2");
        desk.Note(one with { Name = "two" }, "fact:1");
        Assert.Equal(
            ["mission, session one fact:1", "mission, session one fact:2", "mission, session two fact:1"],
            store.ReadActs(0, 10).Select(act => ActJson.Read(act.Payload)).Select(act => $"{act.By} {act.Items[0]}"));
    }

    private static Act Act(ActKind kind, string by, string? to, params string[] items) =>
        new(kind, Instant.FromUnixSeconds(1_938_000_000), by, to, [.. items]);

    private static async Task SealAsync(BundleRig rig, IPictureStore store, Act act) =>
        Assert.NotNull((await new ActDesk(rig.Data, store, rig.Time).SealAsync(act, CancellationToken.None)).LogIndex);

    private static string Print(BundleRig rig, IPictureStore store, bool isWhole = false)
    {
        var print = CustodyPrint.Of(rig.Data, store, "I-0001");
        Assert.True(print.IsWhole == isWhole, print.ToText());
        return print.ToText();
    }

    private static Digest Hash(StoredSegment segment) =>
        Digest.TryParseHex(segment.Digest, out var digest) ? digest : throw new InvalidOperationException("no hash");

    private static (int Code, string Output, string Error) Fsck(BundleRig rig, IPictureStore store)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = EvidenceText.Fsck(
            rig.Data.Path, output, error, [.. store.ReadSegments().Select(Hash)],
            new CustodyBook(rig.Data, store).Dropped());
        return (code, output.ToString(), error.ToString());
    }

    private static void Sql(BundleRig rig, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={rig.Data.Picture};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
