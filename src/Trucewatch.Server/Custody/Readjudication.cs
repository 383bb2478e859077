using System.Globalization;
using System.Text;
using Trucewatch.Domain.Agreements;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Custody;

/// <summary>
/// Steps the inputs of a bundle again under the rules that it carries, and compares what comes of it with what the
/// bundle says was determined. It says in words which of rules, inputs and engine is another one.
/// </summary>
internal sealed class Readjudication
{
    private readonly DiskFiles files;
    private readonly TextWriter output;
    private bool holds = true;

    private Readjudication(string bundle, TextWriter output)
    {
        files = new DiskFiles(bundle);
        this.output = output;
    }

    /// <summary>True where the bundle holds and the same determination was reached.</summary>
    /// <param name="bundle">Folder of the bundle.</param>
    /// <param name="policy">Whom to trust; null: the keys that the bundle brings along.</param>
    /// <param name="output">Takes a line for each thing.</param>
    public static bool Run(string bundle, WitnessPolicy? policy, TextWriter output)
    {
        var again = new Readjudication(bundle, output);
        again.CheckBundle(policy);
        if (again.ReadManifest() is { } manifest)
        {
            if (manifest.IsExercise)
            {
                output.WriteLine("ok   EXERCISE: nothing in this bundle happened");
            }

            again.Adjudicate(manifest);
        }

        return again.holds;
    }

    private void CheckBundle(WitnessPolicy? policy)
    {
        var check = BundleCheck.Run(files, files.List(""), policy);
        foreach (var step in check.Steps.Where(step => !step.Holds))
        {
            Say(false, $"{Part(step.Words)}: {step.Words}");
        }

        if (check.Holds)
        {
            Say(true, FormattableString.Invariant($"bundle: {check.Steps.Count} things were checked and hold"));
        }
    }

    private static string Part(string words) =>
        words.Contains("agreement/", StringComparison.Ordinal) ? "rules changed"
        : words.Contains("blobs/", StringComparison.Ordinal) || words.Contains("inputs/", StringComparison.Ordinal)
            ? "inputs changed"
            : "bundle";

    private BundleManifest? ReadManifest() =>
        files.Read(BundleManifest.Name, BundleManifest.MaxBytes) is { } bytes
            ? BundleManifest.TryParse(bytes)
            : null;

    private void Adjudicate(BundleManifest manifest)
    {
        var engine = manifest.Find("engine");
        output.WriteLine(engine == Engine.Name
            ? $"ok   engine: {engine}"
            : $"note engine changed: the determination was made by {engine}, this is {Engine.Name}");
        var agreement = ReadAgreement(manifest);
        var inputs = ReadInputs();
        if (agreement is null || inputs is null)
        {
            return;
        }

        Rerun rerun;
        try
        {
            rerun = Rerun.Step(
                agreement, manifest.IsExercise, inputs.Feeds,
                RecordedBatches.InOrder(inputs.Segments.Select(
                    segment => (
                        segment.FirstPosition,
                        (Func<IReadOnlyList<StoredBatch>>)(() => Open(segment, manifest).Batches)))),
                inputs.Facts, Numbers());
        }
        catch (InvalidDataException problem)
        {
            Say(false, $"inputs changed: {problem.Message}");
            return;
        }

        Compare(manifest, inputs, rerun);
    }

    private Agreement? ReadAgreement(BundleManifest manifest)
    {
        var stated = manifest.Find("agreement")?.Split(' ') ?? [];
        var pack = new PackFiles(stated.FirstOrDefault() ?? "agreement", manifest.Files
            .Where(file => file.Path.StartsWith("agreement/", StringComparison.Ordinal))
            .Select(file => new PackFile(
                file.Path["agreement/".Length..], files.Read(file.Path, PackFiles.MaxFileBytes) ?? [])));
        var (agreement, problems) = AgreementFolder.Check(pack);
        if (agreement is null)
        {
            Say(false, $"rules changed: expected a sound agreement, got {problems[0]}");
            return null;
        }

        Say(agreement.Hash == stated.LastOrDefault(), agreement.Hash == stated.LastOrDefault()
            ? $"rules: {agreement.Name} {agreement.Version}, hash {agreement.Hash}"
            : $"rules changed: expected the agreement with hash {stated.LastOrDefault()}, got {agreement.Hash}");
        return agreement;
    }

    private BundleInputs? ReadInputs()
    {
        var bytes = files.Read("inputs/list", SegmentLimits.MaxFileBytes);
        var inputs = bytes is null ? null : BundleInputs.TryParse(Encoding.UTF8.GetString(bytes));
        Say(inputs is not null, inputs is null
            ? "inputs: expected the list of inputs, got none: a bundle without them cannot be re-adjudicated"
            : FormattableString.Invariant($"inputs: {inputs.Segments.Count} segments of {inputs.Feeds.Count} feeds"));
        return inputs;
    }

    private SegmentReader Open(BundleSegment segment, BundleManifest manifest)
    {
        _ = Digest.TryParseHex(segment.Digest, out var digest);
        var bytes = files.Read(BundleLayout.Blob(manifest.IsExercise, digest), SegmentLimits.MaxFileBytes);
        SegmentReader? reader = null;
        var fault = bytes is null ? SegmentFault.Missing : SegmentReader.TryOpen(bytes, digest, out reader);
        return reader
            ?? throw new InvalidDataException($"segment {digest}: expected the recorded frames, got {fault}");
    }

    private Func<int, int>? Numbers()
    {
        var bytes = files.Read("inputs/track-numbers", SegmentLimits.MaxFileBytes);
        if (bytes is null)
        {
            return null;
        }

        var numbers = Encoding.ASCII.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)
            .ToList();

        // An engine that opens more tracks than the first one did has another result anyway.
        return index => index < numbers.Count ? numbers[index] : TrackNumbers.Most - index;
    }

    private void Compare(BundleManifest manifest, BundleInputs inputs, Rerun rerun)
    {
        var stated = manifest.Find("determination");
        var reached = BundleInputs.Determination(rerun.Facts.Values);
        var isWhole = rerun.Facts.Count == inputs.Facts.Count;
        foreach (var number in inputs.Facts)
        {
            var shown = Shown(manifest, number);
            var again = rerun.Facts.TryGetValue(number, out var payload)
                ? Encoding.UTF8.GetString(FieldList.TextOf(payload)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                : [];
            var at = Enumerable.Range(0, Math.Max(shown.Length, again.Length))
                .FirstOrDefault(i => shown.ElementAtOrDefault(i) != again.ElementAtOrDefault(i), -1);
            if (at >= 0)
            {
                Say(false, FormattableString.Invariant($"fact {number}: expected '{shown.ElementAtOrDefault(at)
                    }', reached '{again.ElementAtOrDefault(at) ?? "nothing"}'"));
            }
        }

        Say(isWhole && reached == stated, isWhole && reached == stated
            ? FormattableString.Invariant($"determination: {inputs.Facts.Count} facts, hash {reached}: equal")
            : $"determination: expected hash {stated}, reached {reached}");
    }

    private string?[] Shown(BundleManifest manifest, long number)
    {
        var name = FormattableString.Invariant($"fact-{number:000000}");
        var bytes = files.Read(BundleLayout.Item(manifest.IsExercise, name, "fields"), FieldList.MaxBytes);
        return bytes is null ? [] : [.. FieldList.TryParse(bytes)?.Lines ?? []];
    }

    private void Say(bool isGood, string words)
    {
        holds &= isGood;
        output.WriteLine((isGood ? "ok   " : "FAIL ") + words);
    }
}
