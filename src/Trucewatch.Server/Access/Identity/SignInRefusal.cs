namespace Trucewatch.Server.Access.Identity;

/// <summary>Why somebody who came by the identity provider was not let in. The page has words for each.</summary>
internal enum SignInRefusal
{
    /// <summary>The provider does not answer, or is not the one that the service was told of.</summary>
    Provider,

    /// <summary>The provider says no: whoever it was did not agree, or it does not know this service.</summary>
    Declined,

    /// <summary>What came back proves nothing: not asked for here, used, too old, or not the provider's.</summary>
    Unproven,

    /// <summary>The provider vouches for somebody, but not by the claim that the roll goes by.</summary>
    NoIdentity,

    /// <summary>The provider vouches for somebody who is not on the roll.</summary>
    NotOnRoll,

    /// <summary>The person's sessions were ended; a link would let them in again.</summary>
    Revoked,

    /// <summary>The person is not in the role that was asked for.</summary>
    NoSuchRole,

    /// <summary>There are as many sessions as there can be.</summary>
    TooMany,
}
