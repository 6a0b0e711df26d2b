using System.Reflection;
using Nuke.Common.Utilities;
using Serilog;

namespace Nuke.Common.ValueInjection;

/// <summary>Gives a member of the build its value.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValueInjectionAttributeBase : Attribute
{
    /// <summary>The running build.</summary>
    public INukeBuild Build { get; internal set; }

    /// <summary>Higher numbers come first.</summary>
    public virtual int Priority => 0;

    /// <summary>Whether a failure to find a value stays silent.</summary>
    public virtual bool SuppressWarnings => false;

    /// <summary>The value, or null where it cannot be had (said as a warning).</summary>
    public object TryGetValue(MemberInfo member, object instance)
    {
        try
        {
            return GetValue(member, instance);
        }
        catch (Exception exception)
        {
            if (!SuppressWarnings)
                Log.Warning(exception.Unwrap(), "Could not inject value for {Member}", member.Name);
            return null;
        }
    }

    /// <summary>The value; throws where it cannot be had.</summary>
    public abstract object GetValue(MemberInfo member, object instance);
}
