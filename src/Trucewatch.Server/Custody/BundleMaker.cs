using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Segments;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Custody;

/// <summary>What a bundle is to be made of, and for whom.</summary>
/// <param name="Incident">Id of the incident.</param>
/// <param name="Audience">Who may read it.</param>
/// <param name="Pack">Files of the agreement's pack.</param>
/// <param name="By">Who makes it.</param>
/// <param name="To">Who gets it, or null.</param>
/// <param name="IsWorking">True for a copy to work with, false for an evidentiary one.</param>
internal sealed record BundleOrder(
    string Incident, Audience Audience, PackFiles Pack, string By, string? To, bool IsWorking);

/// <summary>
/// Makes the bundle of an incident: the facts of all its revisions and of the detections that it cites, and, where the
/// audience may have them, all inputs up to the last of these facts. Before it is sealed, the inputs are stepped again
/// and must give the same facts; a bundle that we could not re-adjudicate ourselves is not made.
/// </summary>
internal sealed class BundleMaker(DataFolder folder, IPictureStore store, TimeProvider time)
{
    private readonly LogReader log = LogReader.Open(folder.Path);
    private readonly bool exercise = folder.IsExercise;

    /// <summary>Writes the bundle and gives its act of custody.</summary>
    /// <exception cref="UnusableException">There is no such incident, or not all of it is sealed.</exception>
    /// <exception cref="InvalidDataException">The record does not give the facts again.</exception>
    public async Task<StoredAct> MakeAsync(BundleOrder order, string target, CancellationToken stop)
    {
        var (agreement, problems) = AgreementFolder.Check(order.Pack);
        if (agreement is null || agreement.Hash != folder.AgreementHash)
        {
            throw new UnusableException(
                $"agreement {order.Pack.Folder}: expected the pack that the record was stepped under, with hash "
                + $"{folder.AgreementHash}, got {agreement?.Hash ?? problems[0].ToString()}; see --agreement");
        }

        var facts = Facts(order);
        var last = facts.Select(fact => fact.LogIndex!.Value)
            .Concat(store.ReadSegments().Select(segment => segment.LogIndex ?? 0)).Max();
        var checkpoint = await WitnessedAsync(last, stop);
        var bundle = Start(target);
        AddFacts(bundle, facts, order, checkpoint);
        foreach (var file in order.Pack.Files)
        {
            bundle.Add($"agreement/{file.Name}", file.Bytes.ToArray());
        }

        List<(string, string)> heads =
        [
            ("incident", order.Incident), ("copy", order.IsWorking ? "working" : "evidentiary"),
            ("audience", order.Audience.Id), ("engine", Engine.Name),
            ("agreement", $"{agreement.Name} {agreement.Version} {agreement.Hash}"),
        ];
        var segments = AddInputs(bundle, facts, order, agreement, checkpoint, heads);
        List<string> items =
            [$"incident:{order.Incident}", .. facts.Select(Item), .. segments.Select(one => $"segment:{one.Digest}")];
        var export = new Act(
            ActKind.Exported, Now(), order.By, order.To, [.. items.Order(StringComparer.Ordinal)],
            order.IsWorking ? "working" : "evidentiary");
        return await SealAsync(bundle, heads, export, target, stop);
    }

    /// <summary>Writes a bundle of one fact or segment, with some of its fields withheld, and gives its act.</summary>
    /// <param name="item">The item: <c>fact:NUMBER</c> or <c>segment:HASH</c>.</param>
    /// <param name="withheld">Names of the fields that are not shown.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="to">Who gets it, or null.</param>
    /// <param name="target">Folder of the bundle.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UnusableException">There is no such item, or it has no such field.</exception>
    public async Task<StoredAct> DiscloseAsync(
        string item, IReadOnlyCollection<string> withheld, string by, string? to, string target, CancellationToken stop)
    {
        var (key, payload, logIndex) = Find(item);
        var text = FieldList.TextOf(payload);
        var paths = Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(PathOf).ToHashSet(StringComparer.Ordinal);
        if (withheld.FirstOrDefault(path => !paths.Contains(path)) is { } unknown)
        {
            var known = string.Join(", ", paths.Order(StringComparer.Ordinal));
            throw new UnusableException($"--withhold {unknown}: expected one of {known}");
        }

        var checkpoint = await WitnessedAsync(logIndex, stop);
        var (entry, proof) = log.Prove(logIndex, checkpoint);
        var bundle = Start(target);
        bundle.AddItem(
            item.Replace(':', '-'), entry,
            FieldList.Disclose(key, text, line => !withheld.Contains(PathOf(line), StringComparer.Ordinal)), proof);
        List<(string, string)> heads = [("item", item), ("copy", "evidentiary"), ("engine", Engine.Name)];
        return await SealAsync(
            bundle, heads, new Act(ActKind.Exported, Now(), by, to, [item], "evidentiary"), target, stop);
    }

    private BundleWriter Start(string target)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new UnusableException($"--out {target}: expected an empty or a new folder, got one with files");
        }

        var policy = PolicyFile.Open(null, folder, log.Verifier.Vkey) is null
            ? $"log {log.Verifier.Vkey}\nquorum none\n"
            : File.ReadAllText(Path.Combine(folder.Path, WitnessPolicy.FileName));
        return new BundleWriter(new DiskFiles(target), exercise, policy);
    }

    /// <summary>Writes the manifest, seals the act that vouches for it, and checks the whole.</summary>
    private async Task<StoredAct> SealAsync(
        BundleWriter bundle, List<(string, string)> heads, Act export, string target, CancellationToken stop)
    {
        var manifest = bundle.WriteManifest(heads);
        var act = await new ActDesk(folder, store, time).SealAsync(
            export with { Manifest = manifest.ToHex() }, stop);
        var (entry, proof) = log.Prove(act.LogIndex!.Value, await WitnessedAsync(act.LogIndex.Value, stop));
        bundle.WriteSeal(entry, FieldList.Disclose(act.Key, FieldList.TextOf(act.Payload), IsOfManifest), proof);
        CheckWhole(target);
        return act;
    }

    /// <summary>
    /// The checkpoint to show the manifest under: where the folder is under a policy of witnesses, one with their
    /// quorum.
    /// </summary>
    /// <exception cref="UnusableException">No quorum saw it in time; only a running service asks for one.</exception>
    private async Task<Checkpoint> WitnessedAsync(long index, CancellationToken stop)
    {
        var policy = PolicyFile.Open(null, folder, log.Verifier.Vkey);
        var begun = time.GetTimestamp();
        while (true)
        {
            var checkpoint = log.CheckpointFor(index);
            if (policy is null || policy.Judge(Encoding.UTF8.GetBytes(checkpoint.SignedNote)).Holds)
            {
                return checkpoint;
            }

            if (time.GetElapsedTime(begun) > ActDesk.Patience)
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"{folder.Path}: expected the quorum {policy.Quorum} of witnesses to see entry {index} within ")
                    + FormattableString.Invariant($"{ActDesk.Patience}; they are asked while the service runs"));
            }

            await Task.Delay(ActDesk.LookEvery, time, stop);
        }
    }

    private (byte[] Key, byte[] Payload, long LogIndex) Find(string item)
    {
        var value = item[(item.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (item.StartsWith("fact:", StringComparison.Ordinal)
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && store.FindFact(number) is { LogIndex: { } ofFact } fact)
        {
            return (fact.Key, fact.Payload, ofFact);
        }

        return item.StartsWith("segment:", StringComparison.Ordinal)
            && store.FindSegment(value) is { LogIndex: { } ofSegment } segment
            ? (segment.Key, segment.Payload, ofSegment)
            : throw new UnusableException(
                $"{item}: expected fact:NUMBER or segment:HASH of this record that is sealed, found none");
    }

    private static string PathOf(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? line : line[..space];
    }

    private static string Item(StoredFact fact) => FormattableString.Invariant($"fact:{fact.Number}");

    /// <summary>Who made it and for whom stays between those who keep the evidence.</summary>
    private static bool IsOfManifest(string line) =>
        line.StartsWith("kind ", StringComparison.Ordinal) || line.StartsWith("copy ", StringComparison.Ordinal)
        || line.StartsWith("manifest ", StringComparison.Ordinal);

    private static void CheckWhole(string target)
    {
        var files = new DiskFiles(target);
        var paths = files.List("");
        var check = BundleCheck.Run(files, paths);
        if (!check.Holds)
        {
            throw new InvalidDataException(
                $"{target}: expected a bundle that holds, got: {check.Steps.First(step => !step.Holds).Words}");
        }
    }

    /// <summary>The moment that release is judged by: a record of an exercise has a time of its own.</summary>
    private Instant Moment(List<StoredFact> facts)
    {
        var last = facts.Max(fact => FactJson.Read(fact.Payload).KnownAt);
        var now = Now();
        return last > now ? last : now;
    }

    private Instant Now() => Instant.FromUnixSeconds(time.GetUtcNow().ToUnixTimeSeconds());

    private List<StoredFact> Facts(BundleOrder order)
    {
        var revisions = store.ReadIncidentRevisions(order.Incident);
        if (revisions.Count == 0)
        {
            throw new UnusableException($"incident {order.Incident}: expected one of this record, found none");
        }

        var incidents = revisions.Select(fact => ((IncidentFact)FactJson.Read(fact.Payload)).Incident);
        var detections = incidents.SelectMany(incident => incident.Detections).Distinct()
            .Select(number => store.FindDetection(number)).OfType<StoredFact>();
        var facts = revisions.Concat(detections).OrderBy(fact => fact.Number).ToList();
        return facts.Find(fact => fact.LogIndex is null) is { } waiting
            ? throw new UnusableException(FormattableString.Invariant(
                $"fact {waiting.Number}: expected it sealed, it waits for the next checkpoint; try again in a second"))
            : facts;
    }

    private void AddFacts(BundleWriter bundle, List<StoredFact> facts, BundleOrder order, Checkpoint checkpoint)
    {
        var any = false;
        var moment = Moment(facts);
        foreach (var stored in facts)
        {
            var fact = FactJson.Read(stored.Payload);
            if (ReleaseGate.View(fact, order.Audience, moment) is not { } view)
            {
                continue;
            }

            var shown = Lines(FactJson.Write(view)).ToHashSet(StringComparer.Ordinal);
            var isWhole = ReferenceEquals(view, fact);
            var (entry, proof) = log.Prove(stored.LogIndex!.Value, checkpoint);
            bundle.AddItem(
                FormattableString.Invariant($"fact-{stored.Number:000000}"),
                entry,
                FieldList.Disclose(
                    stored.Key, FieldList.TextOf(stored.Payload),
                    line => isWhole || (shown.Contains(line) && !MayNamePersons(line))),
                proof);
            any = true;
        }

        if (!any)
        {
            throw new UnusableException(
                $"incident {order.Incident}: expected something that {order.Audience.Id} may see, found nothing");
        }
    }

    private static string[] Lines(byte[] json) =>
        Encoding.UTF8.GetString(FieldList.TextOf(json)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Free words may name somebody, and no reader outside the mission is to learn who told.</summary>
    private static bool MayNamePersons(string line) =>
        line.StartsWith("detection.words ", StringComparison.Ordinal)
        || line.StartsWith("detection.actor ", StringComparison.Ordinal)
        || line.StartsWith("incident.actors ", StringComparison.Ordinal);

    /// <summary>
    /// A record cannot be stepped again without the words of an exercise's direction: no page shows them to the
    /// mission, and a bundle that is made for it out of its own data folder holds them.
    /// </summary>
    private static bool MayHave(Label? label, Audience audience) => ReleaseGate.MaySeeLive(label, audience)
        || (audience == Audience.Mission && label is { } words && words == Label.Trainer);

    /// <summary>Adds the inputs, where the audience may have them, and gives the segments.</summary>
    private List<StoredSegment> AddInputs(
        BundleWriter bundle,
        List<StoredFact> facts,
        BundleOrder order,
        Agreement agreement,
        Checkpoint checkpoint,
        List<(string, string)> heads)
    {
        var all = store.ReadSegments();
        if (all.Any(segment => !MayHave(SegmentLabel.Of(segment), order.Audience)))
        {
            heads.Add(("inputs", "withheld"));
            return [];
        }

        var dropped = new CustodyBook(folder, store).Dropped();
        if (all.FirstOrDefault(one => Digest.TryParseHex(one.Digest, out var digest) && dropped.ContainsKey(digest))
            is { } gone && Digest.TryParseHex(gone.Digest, out var first))
        {
            heads.Add(("inputs", $"dropped {dropped[first]}"));
            return [];
        }

        var numbers = folder.OpenTrackNumbers(isFirstServed: false);
        var rerun = Rerun.Step(
            agreement, exercise, store.ReadRecordedFeeds(), new RecordedBatches(folder, store).ReadAll(),
            [.. facts.Select(fact => fact.Number)], numbers is null ? null : numbers.Of);
        foreach (var fact in facts)
        {
            if (!rerun.Facts.TryGetValue(fact.Number, out var again))
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"fact {fact.Number}: expected its frames in sealed segments, got newer ones; try again soon"));
            }

            if (!again.AsSpan().SequenceEqual(fact.Payload))
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"fact {fact.Number}: expected the record, stepped again, to give it, got another"));
            }
        }

        var needed = all.Where(segment => segment.FirstPosition <= rerun.LastPosition).ToList();
        foreach (var segment in needed)
        {
            AddSegment(bundle, segment, checkpoint);
        }

        bundle.Add("inputs/list", Encoding.UTF8.GetBytes(new BundleInputs(
            [.. facts.Select(fact => fact.Number)],
            rerun.LastPosition,
            [.. store.ReadRecordedFeeds()],
            [.. needed.Select(one => new BundleSegment(one.Digest, one.FirstPosition, one.LastPosition))]).ToText()));
        if (numbers is not null)
        {
            bundle.Add("inputs/track-numbers", Encoding.ASCII.GetBytes(string.Concat(
                rerun.TrackNumbers.Select(number => number.ToString(CultureInfo.InvariantCulture) + "\n"))));
        }

        heads.Add(("inputs", FormattableString.Invariant($"{needed.Count} segments")));
        heads.Add(("determination", BundleInputs.Determination(facts.Select(fact => fact.Payload))));
        return needed;
    }

    private void AddSegment(BundleWriter bundle, StoredSegment segment, Checkpoint checkpoint)
    {
        if (segment.LogIndex is not { } index || !Digest.TryParseHex(segment.Digest, out var digest))
        {
            throw new UnusableException(
                $"segment {segment.Digest}: expected it sealed, it waits for the next checkpoint; try again soon");
        }

        var (entry, proof) = log.Prove(index, checkpoint);
        bundle.AddItem(
            FormattableString.Invariant($"segment-{index:000000}"), entry,
            FieldList.Disclose(segment.Key, FieldList.TextOf(segment.Payload), _ => true), proof);
        bundle.AddBlob(
            digest,
            new DiskFiles(folder.Path).Read(SegmentFile.PathOf(digest), SegmentLimits.MaxFileBytes)
            ?? throw new InvalidDataException($"segment {digest}: expected its file, got none; run evidence fsck"));
    }
}
