// The one door through which the library's primitives that need no look of our own enter the house.
export { Autocomplete } from '@base-ui/react/autocomplete';
export { Combobox } from '@base-ui/react/combobox';
export { Menu } from '@base-ui/react/menu';
export { Popover } from '@base-ui/react/popover';
export { Tabs } from '@base-ui/react/tabs';
export { Toast } from '@base-ui/react/toast';
