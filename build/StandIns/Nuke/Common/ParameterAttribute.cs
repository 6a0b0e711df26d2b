using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>
/// A parameter of the build. Set on the command line (--kebab-case), by the environment variables NAME and NUKE_NAME,
/// in .nuke/parameters.PROFILE.json or in .nuke/parameters.json; the first that has it wins.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class ParameterAttribute(string description = null) : ValueInjectionAttributeBase
{
    /// <summary>What --help says.</summary>
    public virtual string Description { get; } = description;

    /// <summary>Name where it differs from the member's.</summary>
    public string Name { get; set; }

    /// <summary>Text between the values of a list; null: each value is an argument of its own.</summary>
    public string Separator { get; set; }

    /// <summary>Whether --help shows it; default true.</summary>
    public virtual bool List { get; set; } = true;

    /// <summary>Type with the member that lists accepted values; default: the declaring type.</summary>
    public Type ValueProviderType { get; set; }

    /// <summary>Member that lists accepted values.</summary>
    public string ValueProviderMember { get; set; }

    /// <inheritdoc/>
    public override object GetValue(MemberInfo member, object instance) =>
        ParameterService.Instance.GetValue(ParameterDescription.Of(member, this));

    /// <summary>Accepted values with their numbers, or null where any value is accepted.</summary>
    public virtual IEnumerable<(string Text, object Object)> GetValueSet(MemberInfo member, object instance) =>
        ParameterValues.Of(member, this, instance);
}
