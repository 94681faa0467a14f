import type { Country } from '#shared/people-time.ts';
import { SelectField } from '../../ui/field.tsx';

const INHERITED = '';

/** A country and, where it has some, a region. `inherited` names what null means; without it there is no null. */
export function RegionFields(props: {
  value: string | null;
  inherited?: string;
  countries: readonly Country[];
  onChange: (region: string | null) => void;
}) {
  const { value, countries, onChange } = props;
  const country = countries.find(({ id }) => value === id || value?.startsWith(`${id}-`));
  return (
    <div className="flex flex-wrap gap-3">
      <SelectField
        label="Country"
        className="w-full sm:w-64"
        value={country?.id ?? value ?? INHERITED}
        onChange={(event) => onChange(event.target.value === INHERITED ? null : event.target.value)}
      >
        {props.inherited && <option value={INHERITED}>{props.inherited}</option>}
        <option value="none">No public holidays</option>
        {/* Before the list is there, what is chosen must not show as something else. */}
        {value && value !== 'none' && !country && <option value={value}>{value}</option>}
        {countries.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {country && country.regions.length > 0 && (
        <SelectField
          label="Region"
          className="w-full sm:w-56"
          value={value ?? country.id}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value={country.id}>The whole country only</option>
          {country.regions.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
