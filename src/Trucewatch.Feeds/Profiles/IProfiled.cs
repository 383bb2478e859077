namespace Trucewatch.Feeds.Profiles;

/// <summary>A decoder or printer that reads what comes as the profile before it says.</summary>
internal interface IProfiled
{
    /// <summary>
    /// Goes back to the plain profile and forgets the columns. A signed batch is read by what it says itself: what
    /// another key sent, or a batch that was lost, must not decide what its values mean.
    /// </summary>
    void ForgetProfile();
}
