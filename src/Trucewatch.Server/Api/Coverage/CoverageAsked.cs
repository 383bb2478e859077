using Microsoft.AspNetCore.Mvc;
using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Api.Coverage;

/// <summary>What the coverage is asked for, as it stands in the address.</summary>
internal sealed record CoverageAsked
{
    private const long HourUs = 3_600_000_000;
    private const string Any = "any";

    private static readonly ObjectClass[] classes =
        [.. Enum.GetValues<ObjectClass>().Where(one => one != ObjectClass.Unknown)];

    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [FromQuery(Name = "modality")]
    public string? Modality { get; init; }

    [FromQuery(Name = "light")]
    public string? Light { get; init; }

    /// <summary>What is looked for; without it, what each model is of.</summary>
    [FromQuery(Name = "class")]
    public string? Class { get; init; }

    /// <summary>Reads it; false: it makes no sense.</summary>
    /// <param name="query">The question to a ledger, which knows the newest hour where no end is asked for.</param>
    /// <param name="expected">What would make sense, where this does not; else empty.</param>
    public bool TryRead(out Func<CoverageLedger, CoverageQuery> query, out string expected)
    {
        expected = "";
        var (modalities, light, kind) = (Modalities(), WordOf(Enum.GetValues<Light>(), Light ?? Any), KindOf());
        if (!TryTime(From, out var from) | !TryTime(Until, out var until) || from >= until)
        {
            expected = "expected from before until as RFC 3339 times";
        }
        else if (modalities is null)
        {
            expected = "expected modality all (that look) or one of the models'";
        }
        else if (light is null)
        {
            expected = "expected light any, day or night";
        }
        else if (kind is null)
        {
            expected = $"expected class any, {string.Join(", ", classes.Select(EnumWords.Of))}";
        }

        query = ledger =>
        {
            var end = until is { } last
                ? CoverageLedger.HourOf(new Instant(last.UnixMicroseconds + HourUs - 1))
                : ledger.NewestHour + 1;
            var start = from is { } first ? CoverageLedger.HourOf(first) : end - 24;
            return new CoverageQuery(start, end, modalities!.Value, light!.Value, Kind: kind!.Value);
        };
        return expected.Length == 0;
    }

    private ModalitySet? Modalities() => Modality is null or "all"
        ? ModalitySet.Seeing
        : WordOf(DetectionModels.All.Select(model => model.Modality), Modality) is { } one ? ModalitySet.Of(one) : null;

    private ObjectClass? KindOf() => Class is null or Any ? ObjectClass.Unknown : WordOf(classes, Class);

    private static T? WordOf<T>(IEnumerable<T> values, string word)
        where T : struct, Enum
    {
        foreach (var value in values)
        {
            if (EnumWords.Of(value) == word)
            {
                return value;
            }
        }

        return null;
    }

    private static bool TryTime(string? text, out Instant? at)
    {
        at = null;
        if (text is null)
        {
            return true;
        }

        var isTime = Instant.TryParse(text, out var read);
        at = read;
        return isTime;
    }
}
