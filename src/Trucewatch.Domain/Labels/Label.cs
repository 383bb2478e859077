using System.Collections.Immutable;

namespace Trucewatch.Domain.Labels;

/// <summary>How widely a thing may be known, lowest first.</summary>
public enum Classification
{
    /// <summary>Anyone may read it.</summary>
    Public,

    /// <summary>The mission and the parties to the agreement.</summary>
    Restricted,

    /// <summary>The mission only.</summary>
    Confidential,
}

/// <summary>
/// A release label, shaped like STANAG 4774: policy, classification and releasable-to. An empty release list means
/// nobody, never everybody.
/// </summary>
/// <param name="Policy">The name of the policy that gives the other words their meaning.</param>
/// <param name="Classification">The level.</param>
/// <param name="ReleasableTo">Who may read it, by the names of parties, nations and of the mission, sorted; <c>*</c>
/// stands for everybody.</param>
/// <param name="Restrictions">What a reader has to have been read into besides, sorted; null for nothing.</param>
public sealed record Label(
    string Policy,
    Classification Classification,
    ImmutableArray<string> ReleasableTo,
    ImmutableArray<string>? Restrictions = null)
{
    /// <summary>The label of what has none: nobody may read it.</summary>
    public static readonly Label Nobody = new("trucewatch", Classification.Confidential, []);

    /// <summary>The mission's own staff.</summary>
    public static readonly Label Mission = new("trucewatch", Classification.Confidential, ["mission"]);

    /// <summary>Those who direct an exercise, and nobody who watches in it.</summary>
    public static readonly Label Trainer = new("trucewatch", Classification.Confidential, ["trainer"]);

    /// <summary>Everybody.</summary>
    public static readonly Label Everyone = new("trucewatch", Classification.Public, ["*"]);

    /// <summary>
    /// The label of what is derived from two things: the higher level, the restrictions of both, and only those to whom
    /// both are released. Of two policies nobody knows what they mean together: nobody may read it.
    /// </summary>
    public Label Meet(Label other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Equals(other))
        {
            return this;
        }

        if (Policy != other.Policy)
        {
            return Nobody;
        }

        var level = Classification > other.Classification ? Classification : other.Classification;
        var both = ReleasableTo.Where(other.Releases).Union(other.ReleasableTo.Where(Releases), StringComparer.Ordinal);
        var restrictions = Restricted.Union(other.Restricted, StringComparer.Ordinal);
        return new Label(Policy, level, [.. both.Order(StringComparer.Ordinal)], All(restrictions));
    }

    /// <summary>Reads what <see cref="ToString"/> writes; null where it is no label, which nobody may read.</summary>
    public static Label? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        return parts.Length is 3 or 4 && parts[0].Length > 0
            && Enum.TryParse<Classification>(parts[1], out var level) && parts[1] == level.ToString()
            ? new Label(parts[0], level, Names(parts[2]), parts.Length == 3 ? null : Names(parts[3]))
            : null;
    }

    /// <summary>True when meeting the other would take nothing away.</summary>
    public bool IsWithin(Label other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var isWithin = Policy == other.Policy && Classification >= other.Classification
            && !other.Restricted.Except(Restricted, StringComparer.Ordinal).Any();
        foreach (var audience in ReleasableTo)
        {
            isWithin &= other.Releases(audience);
        }

        return isWithin;
    }

    private IEnumerable<string> Restricted => Restrictions ?? [];

    private static ImmutableArray<string>? All(IEnumerable<string> restrictions)
    {
        ImmutableArray<string> all = [.. restrictions.Order(StringComparer.Ordinal)];
        return all.IsEmpty ? null : all;
    }

    private static ImmutableArray<string> Names(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private bool Releases(string audience) =>
        ReleasableTo.Contains(audience, StringComparer.Ordinal) || ReleasableTo.Contains("*", StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Equals(Label? other) =>
        other is not null && Policy == other.Policy && Classification == other.Classification
        && ReleasableTo.AsSpan().SequenceEqual(other.ReleasableTo.AsSpan())
        && Restricted.SequenceEqual(other.Restricted, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Policy, Classification, ReleasableTo.Length);

    /// <summary>For example <c>trucewatch/Restricted/east,mission,west</c>.</summary>
    public override string ToString() => $"{Policy}/{Classification}/{string.Join(',', ReleasableTo)}"
        + (Restricted.Any() ? $"/{string.Join(',', Restricted)}" : "");
}
