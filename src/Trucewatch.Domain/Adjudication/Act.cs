using Trucewatch.Domain.Access;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Adjudication;

/// <summary>
/// Who acts. A person is written as the mission's roll writes them, so that no name of a monitor or a witness stands in
/// a file; who proves to be that person, in that role, is known to the host and not here.
/// </summary>
/// <param name="Person">Id on the roll; empty for the machine.</param>
/// <param name="Role">The capacity in which the person acts.</param>
/// <param name="Nation">Id of the person's nation; empty for the machine.</param>
/// <param name="Party">The party that the person belongs to, or null.</param>
public sealed record Author(string Person, Role Role, string Nation, string? Party = null)
{
    /// <summary>The program itself.</summary>
    public static readonly Author Machine = new("", Role.Machine, "");

    /// <summary>True for a person whom the roll knows by an id and a nation.</summary>
    public bool IsNamed => Role != Role.Machine && Person.Length > 0 && Nation.Length > 0;

    /// <summary>For example <c>p-17 (reviewer, nation-c)</c>.</summary>
    public override string ToString() => Role == Role.Machine
        ? "machine"
        : $"{(Person.Length > 0 ? Person : "nobody")} ({Words.Of(Role)}, {(Nation.Length > 0 ? Nation : "no nation")})";
}

/// <summary>How good the grounds of a statement are; kept apart from how likely it is.</summary>
public enum Confidence
{
    /// <summary>Not stated, as with acts of procedure.</summary>
    NotStated,

    /// <summary>Sources few or weak.</summary>
    Low,

    /// <summary>Sources credible but limited.</summary>
    Moderate,

    /// <summary>Good, independent sources agree.</summary>
    High,
}

/// <summary>
/// One thing that somebody did to a case at one time. Acts are appended; none edits another, and what is refused is
/// kept as refused.
/// </summary>
/// <param name="Author">Who.</param>
/// <param name="At">When, by the host that took it in, so that nobody can date an act.</param>
/// <param name="Confidence">How good its grounds are.</param>
/// <param name="Label">Who may read it.</param>
/// <param name="Deed">What.</param>
public sealed record Act(Author Author, Instant At, Confidence Confidence, Label Label, Deed Deed);
