using System.Text;
using Trucewatch.Domain.Custody;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Commands;
using Xunit;

namespace Trucewatch.Server.Custody;

/// <summary>One record, and one bundle of it, for all tests of a class.</summary>
public sealed class BundleFixture : IAsyncLifetime
{
    internal BundleRig Rig { get; private set; } = null!;

    public string Whole { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Rig = await BundleRig.StartAsync();
        Whole = await Rig.BundleAsync();
    }

    public ValueTask DisposeAsync()
    {
        Rig.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class BundleMakerTests(BundleFixture fixture) : IClassFixture<BundleFixture>
{
    [Fact]
    public void A_bundle_of_an_exercise_holds_says_so_everywhere_and_leads_to_the_same_determination()
    {
        var bundle = fixture.Whole;
        var files = new DiskFiles(bundle);
        var check = BundleCheck.Run(files, files.List(""));
        Assert.True(check.Holds, Failing(check));
        Assert.True(check.Manifest!.IsExercise);
        Assert.Equal("evidentiary", check.Manifest.Find("copy"));
        Assert.StartsWith("EXERCISE", File.ReadAllText(Path.Combine(bundle, "VERIFY.md")), StringComparison.Ordinal);
        Assert.All(
            files.List("items").Concat(files.List("blobs")),
            path => Assert.StartsWith("EXERCISE-", Path.GetFileName(path), StringComparison.Ordinal));

        var (holds, words) = Readjudicate(bundle);
        Assert.True(holds, words);
        Assert.Contains("ok   EXERCISE", words, StringComparison.Ordinal);
        Assert.Contains(": equal", words, StringComparison.Ordinal);
        Assert.DoesNotContain("track-numbers", string.Join(' ', files.List("inputs")), StringComparison.Ordinal);

        // The hash of the determination can be had by hand: the shown lines of the facts, one after the other.
        var lines = files.List("items")
            .Where(path => path.Contains("fact-", StringComparison.Ordinal)
                && path.EndsWith(".fields", StringComparison.Ordinal))
            .SelectMany(path => FieldList.TryParse(files.Read(path, 1 << 20)!)!.Lines);
        Assert.Equal(
            check.Manifest.Find("determination"),
            Digest.Of(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))).ToHex());
    }

    [Fact]
    public async Task Tracks_of_a_served_record_keep_their_numbers_without_the_key_of_the_numbering()
    {
        using var rig = await BundleRig.StartAsync(isServed: true);
        var bundle = await rig.BundleAsync();
        Assert.True(File.Exists(Path.Combine(bundle, "inputs/track-numbers")));
        var (holds, words) = Readjudicate(bundle);
        Assert.True(holds, words);
    }

    [Fact]
    public async Task What_a_party_may_not_see_is_withheld_and_the_rest_is_proved()
    {
        var (rig, whole) = (fixture.Rig, fixture.Whole);
        var bundle = await rig.BundleAsync(Audience.Party("west"));
        var files = new DiskFiles(bundle);
        var check = BundleCheck.Run(files, files.List(""));
        Assert.True(check.Holds, Failing(check));
        Assert.Empty(files.List("blobs"));
        Assert.Equal("withheld", check.Manifest!.Find("inputs"));
        Assert.Null(check.Manifest.Find("determination"));
        var fields = files.List("items").Where(path => path.EndsWith(".fields", StringComparison.Ordinal))
            .Select(path => FieldList.TryParse(files.Read(path, 1 << 20)!)!).ToList();
        Assert.Contains(fields, list => list.Find("incident.clause") is not null);
        Assert.All(fields, list => Assert.Contains(null, list.Lines));
        Assert.All(fields, list => Assert.Null(list.Find("incident.place.latitude") ?? list.Find("detection.actor")));

        // No name of an actor or reporter of the whole bundle stands in this one.
        var names = new DiskFiles(whole).List("items").Where(path => path.EndsWith(".fields", StringComparison.Ordinal))
            .Select(path => FieldList.TryParse(new DiskFiles(whole).Read(path, 1 << 20)!)!.Find("detection.actor"))
            .OfType<string>().Select(name => name.Trim('"')).Where(name => name.Length > 0).Distinct().ToList();
        Assert.NotEmpty(names);
        foreach (var path in files.List("items").Append(BundleManifest.Name))
        {
            var text = Encoding.UTF8.GetString(files.Read(path, 1 << 20)!);
            Assert.All(names, name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
        }

        var (holds, words) = Readjudicate(bundle);
        Assert.False(holds);
        Assert.Contains("FAIL inputs: expected the list of inputs, got none", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_made_a_bundle_for_whom_is_sealed_and_not_told_in_it()
    {
        var rig = fixture.Rig;
        var bundle = await rig.BundleAsync(working: true);
        using var store = rig.OpenStore();
        var stored = store.ReadActs(0, 10)[^1];
        Assert.NotNull(stored.LogIndex);
        var act = ActJson.Read(stored.Payload);
        Assert.Equal((ActKind.Exported, "keeper", "Party West", "working"), (act.Kind, act.By, act.To, act.Copy));
        Assert.True(act.Concerns("incident:I-0001") && act.Concerns("fact:1"));
        Assert.Equal(Digest.Of(File.ReadAllBytes(Path.Combine(bundle, "MANIFEST"))).ToHex(), act.Manifest);
        var fields = FieldList.TryParse(File.ReadAllBytes(Path.Combine(bundle, "MANIFEST.fields")))!;
        Assert.Equal("\"working\"", fields.Find("copy"));
        Assert.Null(fields.Find("by") ?? fields.Find("to"));
    }

    [Fact]
    public async Task One_item_is_disclosed_with_a_field_withheld()
    {
        var (rig, target) = (fixture.Rig, fixture.Rig.NewFolder());
        using var store = rig.OpenStore();
        var maker = new BundleMaker(rig.Data, store, rig.Time);
        await maker.DiscloseAsync("fact:1", ["detection.actor"], "keeper", null, target, CancellationToken.None);
        var files = new DiskFiles(target);
        var check = BundleCheck.Run(files, files.List(""));
        Assert.True(check.Holds, Failing(check));
        Assert.Equal("fact:1", check.Manifest!.Find("item"));
        var fields = FieldList.TryParse(files.Read("items/EXERCISE-fact-1.fields", 1 << 20)!)!;
        Assert.Single(fields.Lines, line => line is null);
        Assert.Null(fields.Find("detection.actor"));
        Assert.NotNull(fields.Find("detection.clause"));
        foreach (var (item, withheld) in ((string, string)[])
            [("fact:1", "detection.name"), ("fact:9999", "fact"), ("segment:00", "label")])
        {
            await Assert.ThrowsAsync<UnusableException>(() => maker.DiscloseAsync(
                item, [withheld], "keeper", null, rig.NewFolder(), CancellationToken.None));
        }
    }

    [Fact]
    public async Task An_incident_that_is_not_there_and_a_folder_with_files_are_refused()
    {
        var rig = fixture.Rig;
        await Assert.ThrowsAsync<UnusableException>(() => rig.BundleAsync(incident: "I-9999"));
        using var store = rig.OpenStore();
        var pack = Hosting.AgreementFolder.ReadFiles(Hosting.AgreementFolder.FindBundled("illustrative-eastern-line"));
        var order = new BundleOrder("I-0001", Audience.Mission, pack, "keeper", null, false);
        var maker = new BundleMaker(rig.Data, store, TimeProvider.System);
        await Assert.ThrowsAsync<UnusableException>(
            () => maker.MakeAsync(order, rig.Data.Path, CancellationToken.None));
        var other = new Domain.Agreements.PackFiles(pack.Folder, pack.Files.Skip(1));
        await Assert.ThrowsAsync<UnusableException>(
            () => maker.MakeAsync(order with { Pack = other }, rig.NewFolder(), CancellationToken.None));
        Assert.All(store.ReadActs(0, 10), act => Assert.NotNull(act.LogIndex));
    }

    public static (bool Holds, string Words) Readjudicate(string bundle)
    {
        var words = new StringWriter();
        return (Readjudication.Run(bundle, null, words), words.ToString());
    }

    private static string Failing(BundleCheck check) =>
        string.Join('\n', check.Steps.Where(step => !step.Holds).Select(step => step.Words));
}
