using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Domain.Access;

/// <summary>A person in one role. Who has several roles has a line for each.</summary>
/// <param name="Person">Id; no name of anybody stands on a roll.</param>
/// <param name="Role">The role.</param>
/// <param name="Nation">Id of the nation.</param>
/// <param name="Party">The party that the person belongs to, or null.</param>
/// <param name="NominatedBy">For a panel member, the party that named the person, or null.</param>
/// <param name="Conflicts">Ids of cases and parties that the person has an interest in; null for none.</param>
/// <param name="Holds">Restrictions that the person has been read into; null for none.</param>
/// <param name="Identity">How the identity provider knows the person, or null: who then signs in by links only.</param>
public sealed record RollPerson(
    string Person,
    Role Role,
    string Nation,
    string? Party = null,
    string? NominatedBy = null,
    ImmutableArray<string>? Conflicts = null,
    ImmutableArray<string>? Holds = null,
    string? Identity = null)
{
    /// <summary>The person as who asks.</summary>
    public Asker ToAsker() => new(new Author(Person, Role, Nation, Party)) { Holds = Holds ?? [] };
}

/// <summary>The mission's roll: the parties with their nations, and the people. It comes as a file of JSON.</summary>
/// <param name="Parties">The parties to the agreement.</param>
/// <param name="People">Everybody who may sign in, and of whom panels are drawn.</param>
/// <param name="SeedCommitment">SHA-256 of the first seed of the draws, in hexadecimal; may be empty.</param>
public sealed record Roll(
    ImmutableArray<CaseParty> Parties, ImmutableArray<RollPerson> People, string SeedCommitment = "")
{
    /// <summary>Most lines.</summary>
    public const int MaxPeople = 4_096;

    /// <summary>Most bytes of the file.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Most characters of an identity: as many as a provider may use for one (OpenID Connect Core 1.0,
    /// section 2, <c>sub</c>).</summary>
    public const int MaxIdentityChars = 255;

    private const int MaxIdChars = 64;

    // These names stand in release lists for whole kinds of readers.
    private static readonly ImmutableArray<string> Reserved =
        [AccessPolicy.Mission, AccessPolicy.Everybody, "public", "trainer", "straits-authority"];

    /// <summary>Reads a file; what is wrong with it is the message of the exception.</summary>
    /// <exception cref="JsonException">The bytes are no roll.</exception>
    public static Roll Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, RollJson.Default.Roll) ?? throw new JsonException("expected a roll, got null");

    /// <summary>What is wrong with it for an agreement between these parties, or null.</summary>
    public string? Fault(IEnumerable<string> parties)
    {
        var lines = People.Select(one => (one.Person, one.Role)).ToList();
        var nations = Parties.SelectMany(party => party.Nations).ToList();
        return this switch
        {
            { People.Length: > MaxPeople } =>
                FormattableString.Invariant($"people: expected at most {MaxPeople}, got {People.Length}"),
            _ when !Parties.Select(party => party.Id).Order(StringComparer.Ordinal)
                .SequenceEqual(parties.Order(StringComparer.Ordinal), StringComparer.Ordinal) =>
                "parties: expected those of the agreement",
            _ when nations.Distinct(StringComparer.Ordinal).Count() != nations.Count =>
                "parties: expected each nation under one party",
            _ when lines.Distinct().Count() != lines.Count => "people: expected each person once in a role",
            _ => People.Select(Fault).FirstOrDefault(fault => fault is not null),
        };
    }

    /// <summary>The person whom the identity provider knows by this, or null. There is at most one.</summary>
    public string? PersonOf(string identity) =>
        People.FirstOrDefault(one => string.Equals(one.Identity, identity, StringComparison.Ordinal))?.Person;

    private string? Fault(RollPerson one)
    {
        if (one.Person.Length is 0 or > MaxIdChars || one.Nation.Length is 0 or > MaxIdChars
            || Reserved.Contains(one.Nation, StringComparer.Ordinal)
            || Parties.Any(party => party.Id == one.Nation))
        {
            return $"person '{one.Person}': expected ids of a person and of a nation";
        }

        if (one.Role is Role.Machine or Role.Trainer or Role.Public)
        {
            return $"person {one.Person}: expected a role that people have, got {Words.Said(one.Role)}";
        }

        if (People.Any(other => other.Person == one.Person && (other.Nation != one.Nation || other.Party != one.Party)))
        {
            return $"person {one.Person}: expected one nation and one party in all roles";
        }

        if (IdentityFault(one) is { } fault)
        {
            return fault;
        }

        var party = Parties.FirstOrDefault(each => each.Id == one.Party);
        return one.Role == Role.PartyLiaison ? party is null ? $"person {one.Person}: expected a party" : null
            : one.Party is not null ? $"person {one.Person}: expected a party for a party liaison only"
            : null;
    }

    /// <summary>Two people whom the provider cannot tell apart would sign in as each other.</summary>
    private string? IdentityFault(RollPerson one) =>
        one.Identity is { } identity
            && (identity.Length is 0 or > MaxIdentityChars || identity.Any(char.IsControl)
                || identity.Trim().Length != identity.Length)
            ? FormattableString.Invariant($"person {one.Person}: expected an identity of 1 to {MaxIdentityChars} ")
                + "characters without space around it"
            : People.Any(other => other.Person == one.Person && other.Identity != one.Identity)
                ? $"person {one.Person}: expected one identity in all roles"
            : one.Identity is not null && People.Any(other => other.Person != one.Person
                && string.Equals(other.Identity, one.Identity, StringComparison.Ordinal))
                ? $"person {one.Person}: expected an identity that nobody else has"
            : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Roll))]
internal sealed partial class RollJson : JsonSerializerContext;
