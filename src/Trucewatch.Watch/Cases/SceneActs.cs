using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Watch.Rules.SensedEvent;

namespace Trucewatch.Watch.Cases;

/// <summary>
/// Reads the acts of a scene: <c>track IDENTITY [name=value...] TIME PLACE [TIME PLACE...]</c>, <c>plot</c> with the
/// same but the identity, for what a sensor sees of an object that does not tell who it is,
/// <c>report CLASS [name=value...] TIME [PLACE]</c> and <c>event CLASS [name=value...] TIME PLACE</c>.
/// </summary>
internal static class SceneActs
{
    /// <summary>Most acts in one case.</summary>
    public const int MaxActs = 64;

    /// <summary>Most observations in one case.</summary>
    public const int MaxObservations = 100_000;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <summary>The observations in the order of their receipt, or what is wrong.</summary>
    public static (List<Observation> Observations, string? Wrong) Read(string given)
    {
        var observations = new List<Observation>();
        Instant? before = null;
        var acts = given.Split(';', StringSplitOptions.TrimEntries);
        if (acts.Length > MaxActs)
        {
            return (observations, FormattableString.Invariant($"expected at most {MaxActs} acts, got {acts.Length}"));
        }

        for (var number = 0; number < acts.Length; number++)
        {
            string[] words = acts[number].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var act = new ActWords(words, before);
            var wrong = words.Length == 0 ? "expected an act before and after each ';'" : words[0] switch
            {
                "track" => Track(act, observations),
                "plot" => Plot(act, observations),
                "report" => Report(act, number, observations),
                "event" => Event(act, observations),
                _ => $"expected 'track', 'plot', 'report' or 'event', got '{words[0]}'",
            };
            if (wrong is not null)
            {
                return (observations, $"{acts[number]}: {wrong}");
            }

            before = act.Time;
        }

        // Receipt decides the order; of equal times the order of the text, because the sort keeps it.
        var sorted = observations.OrderBy(observation => observation.ReceivedAt).ToList();
        return (sorted, null);
    }

    private static string? Track(ActWords act, List<Observation> observations)
    {
        if (!act.Names(1, "class", "every", "height", "reference", "height_sigma"))
        {
            return act.Wrong;
        }

        return TryIdentity(act.Subject, out var identity)
            ? Positions(act, identity, observations)
            : $"expected an identity such as mmsi:200100001, icao:4840d6 or cot:WEST-7, got '{act.Subject}'";
    }

    private static string? Plot(ActWords act, List<Observation> observations) =>
        act.Names(0, "class", "every", "height", "reference", "height_sigma")
            ? Positions(act, ObjectIdentity.None, observations)
            : act.Wrong;

    private static string? Positions(ActWords act, ObjectIdentity identity, List<Observation> observations)
    {
        var kind = act.Enumerated<ObjectClass>("class", ObjectClass.Unknown);
        var every = act.Duration("every", Step);
        var height = act.Number("height", double.NaN);
        var sigma = act.Number("height_sigma", double.NaN);
        var reference = act.Has("reference")
            ? act.Enumerated<HeightReference>("reference", HeightReference.Unknown)
            : HeightReference.Unknown;
        var stops = act.Stops(least: 1, placeNeeded: true);
        if (act.Wrong is not null || stops is null)
        {
            return act.Wrong;
        }

        for (var i = 0; i < stops.Count; i++)
        {
            foreach (var (at, place) in Leg(stops, i, every))
            {
                if (observations.Count == MaxObservations)
                {
                    return FormattableString.Invariant($"expected at most {MaxObservations} observations in a case");
                }

                observations.Add(new Observation
                {
                    Frame = new FrameRef(new FeedId(0), observations.Count),
                    Kind = ObservationKind.Position,
                    Identity = identity,
                    Class = kind,
                    At = at,
                    ReceivedAt = at + Delay,
                    HasSourceTime = true,
                    HasPosition = true,
                    Position = place.Point,
                    PositionError = Covariance2.Circular(Math.Max(place.SigmaM, 0.1)),
                    SpeedMps = double.NaN,
                    CourseDeg = double.NaN,
                    HeightM = height,
                    HeightSigmaM = sigma,
                    HeightReference = reference,
                });
            }
        }

        return null;
    }

    /// <summary>A stop, and the places on the straight way to the next one, which is left to its own turn.</summary>
    private static IEnumerable<(Instant At, CasePlace Place)> Leg(
        List<(Instant At, CasePlace? Place)> stops, int index, TimeSpan every)
    {
        var (from, place) = (stops[index].At, stops[index].Place!.Value);
        yield return (from, place);
        if (index + 1 == stops.Count || every <= TimeSpan.Zero)
        {
            yield break;
        }

        var (to, next) = (stops[index + 1].At, stops[index + 1].Place!.Value);
        for (var at = from + every; at < to; at += every)
        {
            var share = at.SecondsSince(from) / to.SecondsSince(from);
            var point = GeoPoint.FromDegrees(
                latitudeDeg: place.Point.LatitudeDeg + (share * (next.Point.LatitudeDeg - place.Point.LatitudeDeg)),
                longitudeDeg: place.Point.LongitudeDeg
                    + (share * (next.Point.LongitudeDeg - place.Point.LongitudeDeg)));
            yield return (at, new CasePlace(point, place.SigmaM));
        }
    }

    private static string? Report(ActWords act, int number, List<Observation> observations)
    {
        if (!act.Names(
            1, "by", "from", "count", "items", "party", "role", "unit", "nation", "id", "notice", "window", "within",
            "means", "delay", "report"))
        {
            return act.Wrong;
        }

        var (kind, reporterParty) = act.Reporter();
        var count = act.Range("count");
        var items = act.Items("items");
        var window = act.Window("window");
        var within = act.Has("within") ? act.Number("within", 0) : (double?)null;
        var delay = act.Duration("delay", TimeSpan.FromMinutes(1));
        var stops = act.Stops(least: 1, placeNeeded: false);
        if (act.Wrong is not null || stops is null)
        {
            return act.Wrong;
        }

        if (stops.Count > 1)
        {
            return FormattableString.Invariant($"expected one time and place, got {stops.Count}");
        }

        if (within is not null && stops[0].Place is null)
        {
            return "within: expected a place around which it holds, got none";
        }

        var subject = new ReportSubject(
            act.Text("party"), act.Text("role"), act.Text("unit"), act.Text("nation"), act.Text("id"),
            act.Text("notice"));
        var (at, place) = stops[0];
        observations.Add(new Observation
        {
            Frame = new FrameRef(new FeedId(0), observations.Count),
            Kind = ObservationKind.Report,
            At = at,
            ReceivedAt = at + delay,
            HasSourceTime = true,
            HasPosition = place is not null,
            Position = place?.Point ?? default,
            PositionError = Covariance2.Circular(place?.SigmaM ?? 0),
            Report = new WrittenReport(
                act.Text("report") ?? FormattableString.Invariant($"case-{number + 1}"),
                act.Text("from") ?? FormattableString.Invariant($"{kind.ToString().ToLowerInvariant()}-1"),
                kind, reporterParty, act.Subject, "", act.Means(), count?.Least, count?.Most, null, [],
                subject == new ReportSubject() ? null : subject, items, window, within),
        });
        return null;
    }

    private static string? Event(ActWords act, List<Observation> observations)
    {
        if (!act.Names(1, "size", "confidence", "reasons", "delay"))
        {
            return act.Wrong;
        }

        var kind = SensedEventRule.Classes.FirstOrDefault(one => one.Word == act.Subject).Class;
        if (kind == EventClass.None)
        {
            var known = SensedEventRule.Classes.Select(one => one.Word);
            return $"expected one of {string.Join(", ", known)}, got '{act.Subject}'";
        }

        var reasons = ScreeningReasons.None;
        foreach (var word in act.Text("reasons")?.Split(',') ?? [])
        {
            var reason = Screen.Words.FirstOrDefault(one => one.Word == word).Reason;
            if (reason == ScreeningReasons.None)
            {
                return $"reasons: expected some of {Screen.Say((ScreeningReasons)~0)}, got '{word}'";
            }

            reasons |= reason;
        }

        var (size, confidence) = (act.Number("size", double.NaN), act.Number("confidence", double.NaN));
        var delay = act.Duration("delay", TimeSpan.FromMinutes(1));
        var stops = act.Stops(least: 1, placeNeeded: true);
        if (act.Wrong is not null || stops is null)
        {
            return act.Wrong;
        }

        foreach (var (at, place) in stops)
        {
            observations.Add(new Observation
            {
                Frame = new FrameRef(new FeedId(0), observations.Count),
                Kind = ObservationKind.Event,
                At = at,
                ReceivedAt = at + delay,
                HasSourceTime = true,
                HasPosition = true,
                Position = place!.Value.Point,
                PositionError = Covariance2.Circular(place.Value.SigmaM),
                Event = new ObservedEvent
                {
                    Class = kind, Reasons = reasons, Size = (float)size, Confidence = (float)confidence,
                },
            });
        }

        return null;
    }

    private static bool TryIdentity(string text, out ObjectIdentity identity)
    {
        identity = ObjectIdentity.None;
        var at = text.IndexOf(':', StringComparison.Ordinal);
        var rest = at < 0 ? "" : text[(at + 1)..];
        switch (at < 0 ? "" : text[..at])
        {
            case "mmsi" when rest.Length == 9 && uint.TryParse(rest, out var mmsi):
                identity = ObjectIdentity.Mmsi(mmsi);
                return true;
            case "icao" when rest.Length == 6
                && uint.TryParse(
                    rest, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var address):
                identity = new ObjectIdentity(IdentityScheme.Icao, address, null);
                return true;
            case "cot" when rest.Length > 0:
                identity = ObjectIdentity.CotUid(rest);
                return true;
            default:
                return false;
        }
    }
}
